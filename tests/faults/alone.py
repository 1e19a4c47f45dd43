"""Run in a network of its own: ``alone.py PORT INSTALL... START``, each a shell command."""

from __future__ import annotations

import fcntl
import http.client
import socket
import struct
import subprocess
import sys
import time

SET_FLAGS, UP = 0x8914, 1
#: Kept free for documentation: nobody has it, and without a network there is no way to it.
ELSEWHERE = ("192.0.2.1", 80)
SECONDS = 120


def loopback_up() -> None:
    """A new network has a loopback that is still down."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", UP))


def nobody_else() -> str:
    """What the system says to a call to another machine; an end where it can be made."""
    try:
        socket.create_connection(ELSEWHERE, timeout=5).close()
    except OSError as problem:
        return problem.strerror or str(problem)
    sys.exit("There is a network here.")


def answer(server: subprocess.Popen[bytes], port: int, path: str) -> int:
    """The status of a page, waited for until the program listens."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.5)
        finally:
            connection.close()
    sys.exit(f"{path} was not answered.")


def main(port: str, *commands: str) -> None:
    """Install, start, ask."""
    loopback_up()
    print("alone:", nobody_else(), flush=True)
    for command in commands[:-1]:
        subprocess.run(command, shell=True, check=True)
    server = subprocess.Popen(f"exec {commands[-1]}", shell=True)
    try:
        for path in ("/readyz", "/"):
            print(path, answer(server, int(port), path), flush=True)
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
