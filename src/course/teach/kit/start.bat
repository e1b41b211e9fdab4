@echo off
rem Installs the course from this folder, the first time, and starts it. No network is needed.
rem   start.bat              JupyterLab, with your own copy of the notebooks
rem   start.bat COMMAND ...  any command of the course: doctor, progress, site --lan, teach --help
setlocal
set "here=%~dp0"
set "install=%here%install\windows-x86_64"
set "place=%here%installed\windows-x86_64"
set "env=%place%\environment"
set "uv=%install%\uv.exe"
set "layer=learner"
if /i "%~1"=="site" set "layer=teach"
if /i "%~1"=="teach" set "layer=teach"
if /i "%~1"=="check" set "layer=teach"
set "UV_PYTHON="
set "VIRTUAL_ENV="
set "PYTHONPATH="
set "PYTHONHOME="
set "UV_NO_CONFIG=1"
set "UV_OFFLINE=1"
set "UV_PYTHON_DOWNLOADS=never"
set "UV_NO_CACHE=1"
set "UV_LINK_MODE=copy"
"%uv%" --version >nul 2>nul
if errorlevel 1 (
  echo No program can be started from %here%. Copy this folder to your disk, and start there.
  goto failed
)
set "found="
for %%p in (@PYTHONS@) do if not defined found (
  fc /b "%env%\learner-%%p.txt" "%install%\learner-%%p.txt" >nul 2>nul && set "found=%%p"
)
for %%p in (@PYTHONS@) do if not defined found (
  fc /b "%env%\teach-%%p.txt" "%install%\teach-%%p.txt" >nul 2>nul && set "found=%%p"
)
if not defined found if exist "%env%" rmdir /s /q "%env%"
for %%p in (@PYTHONS@) do if not defined found (
  "%uv%" venv --quiet --python %%p "%env%" >nul 2>nul && set "found=%%p"
)
if not defined found (
  echo This computer has no Python that the kit fits. It fits: @PYTHONS@.
  echo Install one of these, for instance from python.org, and start again.
  goto failed
)
fc /b "%env%\%layer%-%found%.txt" "%install%\%layer%-%found%.txt" >nul 2>nul && goto run
fc /b "%env%\teach-%found%.txt" "%install%\teach-%found%.txt" >nul 2>nul && goto run
echo Installing the course into %env% ^(about a minute^) ...
"%uv%" pip install --quiet --python "%env%\Scripts\python.exe" --no-index --require-hashes --no-deps --find-links "%here%install\wheels" -r "%install%\%layer%-%found%.txt"
if errorlevel 1 (
  rmdir /s /q "%env%"
  echo The course could not be installed: see the lines above. Is the disk full, or was the kit
  echo copied only in part? Nothing half installed was left; start again once it is mended.
  goto failed
)
copy /y "%install%\%layer%-%found%.txt" "%env%" >nul
:run
set "COURSE_START=start.bat"
cd /d "%here%"
if "%~1"=="" (
  "%env%\Scripts\python.exe" -m course.cli lab
) else (
  "%env%\Scripts\python.exe" -m course.cli %*
)
if errorlevel 1 goto failed
exit /b 0
:failed
if "%~1"=="" pause
exit /b 1
