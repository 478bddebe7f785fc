"""The load: asyncio connections that ask, wait for the answer, check it, and ask again."""

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes


class Line:
    """One kept-open connection with its cookies."""

    def __init__(self, port, cookies=None):
        self.port, self.cookies = port, dict(cookies or {})
        self.reader = self.writer = None

    async def ask(self, method, path, body=b"") -> Answer:
        """Ask and wait. A server drops lines that rest: who only reads asks on a fresh one then."""
        rested = self.writer is not None
        try:
            return await self._ask(method, path, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if not rested or method != "GET":
                raise
            return await self._ask(method, path, body)

    async def _ask(self, method, path, body):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            head += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Origin: http://localhost:{self.port}",
                "Sec-Fetch-Site: same-origin",
            ]
        self.writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await self.writer.drain()
        return await self._answer()

    async def _answer(self):
        first = await self.reader.readline()
        if not first:
            raise ConnectionResetError("the line was dropped")
        status = int(first.split()[1])
        headers = {}
        while (line := await self.reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            name, value = name.lower(), value.strip()
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            headers[name] = value
        body = await self._body(headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body)

    async def _body(self, headers):
        if headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int((await self.reader.readline()).strip() or b"0", 16):
                parts.append(await self.reader.readexactly(size))
                await self.reader.readline()
            await self.reader.readline()
            return b"".join(parts)
        if "content-length" in headers:
            return await self.reader.readexactly(int(headers["content-length"]))
        return b""

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


@dataclass
class Run:
    """What one stretch of load came to; times in seconds."""

    seconds: float = 0.0
    times: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    cpu: float = 0.0

    @property
    def rps(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of the server a request."""
        return 1000 * self.cpu / len(self.times) if self.times else 0.0

    def percentile(self, share) -> float:
        """Milliseconds that this share of the answers took at most."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def _keep_asking(caller, until, run):
    while time.perf_counter() < until:
        began = time.perf_counter()
        try:
            fault = await asyncio.wait_for(caller(), 30)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, IndexError) as trouble:
            fault = type(trouble).__name__
            caller.line.close()
        if fault:
            run.wrong.append(fault)
            if len(run.wrong) > 100:
                return
        else:
            run.times.append(time.perf_counter() - began)


async def load(callers, seconds) -> Run:
    """Let every caller ask again and again. A caller gives "" or what was wrong."""
    for caller in callers:
        caller.line.close()  # a server drops lines that rest; dropped lines are no fault
    run, began = Run(), time.perf_counter()
    await asyncio.gather(*(_keep_asking(c, began + seconds, run) for c in callers))
    run.seconds = time.perf_counter() - began
    return run
