"""The TCP proxy between nodes: a program of its own, so that its work is not the load clients' work.

Every dialled connection i -> j has a listener of its own; bytes from a to b pass the direction (a, b), whoever dialled. Commands are
JSON lines on standard input, each answered by one on standard output:
  {"do": "set", "directions": [[a, b], ...], "fault": {...}}   replaces the fault of these directions; {} heals
  {"do": "reset", "pairs": [[a, b], ...]}                      resets the open connections of these pairs
  {"do": "half_open", "pairs": [[a, b], ...]}                  resets them towards a; b hears nothing any more and is not told
  {"do": "counts"}
A fault: hold (bytes stay here, nothing is lost: what a cut looks like to TCP), delay_ms, jitter_ms, bytes_per_s, reset_ppm and
drop_ppm of chunks (a dropped chunk is a gap in the TLS stream). Order inside a connection is kept, as TCP keeps it."""

import asyncio
import json
import random
import sys

CHUNK_BYTES = 8 * 1024
QUEUED_CHUNKS = 64
PPM = 1_000_000


class Direction:
    def __init__(self, seed):
        self.fault = {}
        self.free = asyncio.Event()
        self.free.set()
        self.draw = random.Random(seed)
        self.bytes = self.dropped = self.resets = 0

    def set(self, fault):
        self.fault = fault
        (self.free.clear if fault.get("hold") else self.free.set)()

    def happens(self, name):
        return self.fault.get(name, 0) > 0 and self.draw.randrange(PPM) < self.fault[name]

    def due(self, now, before):
        """When a chunk that came `now` is delivered: late, but never before the one that came before it."""
        late_ms = self.fault.get("delay_ms", 0) + self.draw.uniform(0, self.fault.get("jitter_ms", 0))
        return max(before, now + late_ms / 1000)


class Connection:
    """One dialled connection and its two directions."""

    def __init__(self, proxy, dialler, listener, near):
        self.pair = (dialler, listener)
        self._proxy = proxy
        self._ends = {dialler: near}  # node -> (reader, writer)
        self._silent = set()  # ends that hear nothing any more

    async def run(self):
        dialler, listener = self.pair
        try:
            for direction in (self.pair, self.pair[::-1]):  # a cut either way lets no handshake through
                await self._proxy.directions[direction].free.wait()
            self._ends[listener] = await asyncio.open_connection("127.0.0.1", self._proxy.targets[listener])
            pumps = [asyncio.ensure_future(self._pump(a, b)) for a, b in (self.pair, self.pair[::-1])]
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            if not self._silent:
                for pump in pumps:
                    pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
        except OSError:
            pass
        finally:
            self.abort()

    async def _pump(self, source, target):
        """Ends when the source has ended and what it sent is delivered."""
        direction, queue = self._proxy.directions[source, target], asyncio.Queue(QUEUED_CHUNKS)
        delivery = asyncio.ensure_future(self._deliver(direction, queue, target))
        loop, due = asyncio.get_running_loop(), 0.0
        try:
            while not delivery.done():
                await direction.free.wait()
                chunk = await self._ends[source][0].read(CHUNK_BYTES)
                if not chunk:
                    break
                if rate := direction.fault.get("bytes_per_s"):
                    await asyncio.sleep(len(chunk) / rate)
                due = direction.due(loop.time(), due)
                await queue.put((due, chunk))
            await queue.put(None)
            await delivery
        except OSError:
            pass
        finally:
            delivery.cancel()

    async def _deliver(self, direction, queue, target):
        loop, writer = asyncio.get_running_loop(), self._ends[target][1]
        while item := await queue.get():
            due, chunk = item
            await asyncio.sleep(max(0, due - loop.time()))
            await direction.free.wait()
            if direction.happens("reset_ppm"):
                direction.resets += 1
                return self.abort()
            if direction.happens("drop_ppm"):
                direction.dropped += len(chunk)
                continue
            if target in self._silent:
                continue
            direction.bytes += len(chunk)
            writer.write(chunk)
            await writer.drain()
        await direction.free.wait()  # the end of a stream does not pass a cut either

    def half_open(self, told):
        """Resets the end of `told`; the other end stays open and silent."""
        other = self.pair[0] if told == self.pair[1] else self.pair[1]
        if told in self._ends and other in self._ends:
            self._silent.add(other)
            self._ends[told][1].transport.abort()

    def abort(self):
        for _, writer in self._ends.values():
            if not writer.transport.is_closing():
                writer.transport.abort()


class Proxy:
    def __init__(self, targets, seed):
        self.targets = targets
        nodes = range(len(targets))
        self.directions = {(a, b): Direction(seed * 1000 + a * 100 + b) for a in nodes for b in nodes if a != b}
        self._connections = set()

    async def listen(self):
        ports = {}
        for dialler, listener in self.directions:
            server = await asyncio.start_server(self._acceptor(dialler, listener), "127.0.0.1", 0, limit=CHUNK_BYTES)
            ports[f"{dialler}-{listener}"] = server.sockets[0].getsockname()[1]
        return ports

    def _acceptor(self, dialler, listener):
        async def accepted(reader, writer):
            connection = Connection(self, dialler, listener, (reader, writer))
            self._connections.add(connection)
            try:
                await connection.run()
            finally:
                self._connections.discard(connection)
        return accepted

    def _open(self, pairs):
        wanted = {frozenset(p) for p in pairs}
        return [c for c in self._connections if frozenset(c.pair) in wanted]

    def obey(self, command):
        if command["do"] == "set":
            for a, b in command["directions"]:
                self.directions[a, b].set(command["fault"])
        elif command["do"] == "reset":
            for connection in self._open(command["pairs"]):
                connection.abort()
        elif command["do"] == "half_open":
            for told, other in command["pairs"]:
                for connection in self._open([(told, other)]):
                    connection.half_open(told)
        directions = self.directions.values()
        return {"connections": len(self._connections), "bytes": sum(d.bytes for d in directions),
                "dropped": sum(d.dropped for d in directions), "resets": sum(d.resets for d in directions)}


async def main(targets, seed):
    proxy = Proxy(targets, seed)
    print(json.dumps(await proxy.listen()), flush=True)
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        print(json.dumps(proxy.obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1]), int(sys.argv[2])))
