"""A JupyterHub on the instructor's machine for a room: `course teach hub`.

One process (`supervise`) keeps two others alive, the proxy that the room talks to and the hub, and
looks after what learners take (`watch`). The hub (`serve`) starts one server a learner (`seat`),
through `launch`, which gives up what that server must not have.
"""
