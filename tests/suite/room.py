"""A learner of the hub as a browser is one: logs in, opens a unit, runs its cells, saves."""

import asyncio
import json
import re
import time
import uuid

import aiohttp


class Refused(AssertionError):
    """The hub did not let a learner in."""


class Learner:
    """One learner, with cookies of their own; use it as `async with Learner(...) as anna`."""

    def __init__(self, address, login, code):
        self.address, self.login, self.code = address, login, code
        self.base = f"{address}/user/{login}"
        self.latencies = []
        self.kernel = None

    async def __aenter__(self):
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),  # a room's address is a number
            timeout=aiohttp.ClientTimeout(total=300),
        )
        return self

    async def __aexit__(self, *_):
        await self.http.close()

    def _token(self, path):
        cookies = self.http.cookie_jar.filter_cookies(aiohttp.client.URL(self.address + path))
        return cookies["_xsrf"].value if "_xsrf" in cookies else ""

    async def come_in(self):
        """Log in, and wait until the learner's own server is there."""
        async with self.http.get(f"{self.address}/hub/login") as page:
            await page.read()
        told = {"username": self.login, "password": self.code, "_xsrf": self._token("/hub/login")}
        async with self.http.post(f"{self.address}/hub/login?next=", data=told) as page:
            await page.read()
            if page.status != 200 or "/hub/login" in str(page.url):
                raise Refused(f"{self.login}: {page.status} {page.url}")
        await self.wait()

    async def wait(self, seconds=240):
        """Ask for the server, which starts it, until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                async with self.http.get(f"{self.base}/") as page:
                    text = await page.text()
                    if page.status == 200 and page.url.path.startswith(f"/user/{self.login}/"):
                        self.page, self.where = text, page.url
                        return
                    if "/hub/user/" in str(page.url) or page.status in (404, 424, 503):
                        await (await self.http.get(f"{self.address}/hub/spawn")).read()
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(1)
        raise Refused(f"{self.login}: no server within {seconds} s")

    async def load(self):
        """Fetch the scripts that JupyterLab's page names; return their bytes."""
        total = 0
        for path in re.findall(r'src="(/user/[^"]+\.js[^"]*)"', self.page):
            async with self.http.get(self.address + path) as answer:
                total += len(await answer.read())
        return total

    async def api(self, method, path, told=None):
        """Return what the learner's server says."""
        headers = {"X-XSRFToken": self._token(f"/user/{self.login}/")}
        async with self.http.request(
            method, f"{self.base}/api/{path}", json=told, headers=headers
        ) as answer:
            assert answer.status < 300, (method, path, answer.status, await answer.text())
            return await answer.json() if answer.status != 204 else None

    async def open(self, notebook):
        """Open a notebook with a kernel; return the notebook."""
        model = await self.api("GET", f"contents/{notebook}")
        session = {"path": notebook, "name": notebook, "type": "notebook"}
        session = await self.api("POST", "sessions", session | {"kernel": {"name": "python3"}})
        self.kernel = session["kernel"]["id"]
        await self.connect()
        return model["content"]

    async def connect(self):
        """Open the channel to the kernel."""
        self.session = uuid.uuid4().hex
        address = f"{self.base}/api/kernels/{self.kernel}/channels?session_id={self.session}"
        self.channel = await self.http.ws_connect(address, max_msg_size=0)

    async def run(self, source, patience=240):
        """Run a cell; return its error, or nothing. The time it took is kept."""
        identity, began = uuid.uuid4().hex, time.monotonic()
        header = {"msg_id": identity, "msg_type": "execute_request", "username": self.login}
        header |= {"session": self.session, "version": "5.3", "date": ""}
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        content |= {"user_expressions": {}, "stop_on_error": False}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.channel.send_str(json.dumps(message | {"channel": "shell", "buffers": []}))
        error = ""
        async with asyncio.timeout(patience):
            async for got in self.channel:
                if got.type != aiohttp.WSMsgType.TEXT:
                    continue
                told = json.loads(got.data)
                if told["parent_header"].get("msg_id") != identity:
                    if told["content"].get("execution_state") in ("restarting", "dead"):
                        return "the kernel died"
                    continue
                if told["msg_type"] == "error":
                    error = f"{told['content']['ename']}: {told['content']['evalue']}"
                if told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                    self.latencies.append(time.monotonic() - began)
                    return error
        return "the channel was closed"

    async def work(self, notebook):
        """Open a notebook, run each cell of code, save it; return the cells and their errors."""
        content = await self.open(notebook)
        cells = [one for one in content["cells"] if one["cell_type"] == "code"]
        errors = [error for one in cells if (error := await self.run(one["source"]))]
        model = {"type": "notebook", "format": "json", "content": content}
        await self.api("PUT", f"contents/{notebook}", model)
        return len(cells), errors
