#!/usr/bin/env python3
"""Joins two network namespaces as a wire of chosen length would: one-way delay, bandwidth, and frames lost by plan.

A program of its own because opening a TAP device in another namespace takes ioctl and setns, which Node does not offer.
Each direction puts one frame after the other on the wire at `--mbps`, then holds it for `--delay-ms`; the queue before the wire has
no end. `--lose c2s:3,s2c:8` loses the third frame from the client and the eighth to it, ARP and DNS counted. IPv6 multicast is not
carried, and not counted: the kernel speaks it of its own accord.
"""
import argparse
import ctypes
import fcntl
import os
import select
import signal
import struct
import time
from collections import deque

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
TAP_WITHOUT_HEADER = 0x0002 | 0x1000
PR_SET_TIMERSLACK = 29
LARGEST_FRAME = 65550
IPV6_MULTICAST = b"\x33\x33"

libc = ctypes.CDLL(None, use_errno=True)


def open_tap(namespace):
    """A TAP device named tap0 in the namespace, as a descriptor that does not block."""
    with open(f"/var/run/netns/{namespace}", "rb") as file:
        if libc.setns(file.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter the namespace {namespace}")
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", b"tap0", TAP_WITHOUT_HEADER))
    return tap


class Direction:
    """One way through the wire."""

    def __init__(self, name, source, target, options):
        self.name, self.source, self.target = name, source, target
        self.delay_ns = round(options.delay_ms * 1e6)
        self.ns_per_byte = 8000 / options.mbps if options.mbps else 0
        plan = [each.split(":") for each in options.lose.split(",") if each]
        self.lost = {int(number) for direction, number in plan if direction == name}
        self.frames = 0
        self.free_ns = 0
        self.on_the_wire = deque()

    def take(self):
        """Reads what has arrived at the near end."""
        while True:
            try:
                frame = os.read(self.source, LARGEST_FRAME)
            except BlockingIOError:
                return
            now = time.monotonic_ns()
            if frame[0:2] == IPV6_MULTICAST:
                continue
            self.frames += 1
            start = max(now, self.free_ns)
            self.free_ns = start + round(len(frame) * self.ns_per_byte)
            if self.frames not in self.lost:
                self.on_the_wire.append((self.free_ns + self.delay_ns, frame))

    def deliver(self):
        """Writes what is due at the far end; returns when the next frame is, or None."""
        while self.on_the_wire:
            due, frame = self.on_the_wire[0]
            if due > time.monotonic_ns():
                return due
            self.on_the_wire.popleft()
            os.write(self.target, frame)
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("client_namespace")
    parser.add_argument("server_namespace")
    parser.add_argument("--delay-ms", type=float, required=True)
    parser.add_argument("--mbps", type=float, default=0)
    parser.add_argument("--lose", default="")
    options = parser.parse_args()
    client, server = open_tap(options.client_namespace), open_tap(options.server_namespace)
    directions = [Direction("c2s", client, server, options), Direction("s2c", server, client, options)]
    libc.prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    except OSError:
        pass  # Without it the wire is late more often; the capture shows by how much.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    print("ready", flush=True)
    while True:
        due = [at for at in (direction.deliver() for direction in directions) if at is not None]
        wait = max(0, (min(due) - time.monotonic_ns()) / 1e9) if due else None
        readable = select.select([client, server], [], [], wait)[0]
        for direction in directions:
            if direction.source in readable:
                direction.take()


main()
