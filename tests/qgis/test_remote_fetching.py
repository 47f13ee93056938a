"""Requests end in time, with a reason of their own, and are tried again only where that may help."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.remote.errors import RemoteError
from plandialog.plugin.gis.remote.fetching import Fetcher, Patience
from plandialog.plugin.gis.remote.network import AT_ONCE, Access, Login

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\nsvar"


@contextmanager
def server(*answers):
    """A server that gives each connection the next of ``answers`` (bytes, or a function of the connection and the
    request), the last again and again; yields its address and the requests."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    requests, closing = [], threading.Event()

    def serve(connection, number):
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                block = connection.recv(65536)
                if not block:
                    return
                request += block
            requests.append(request.decode())
            answer = answers[min(number, len(answers) - 1)]
            with suppress(OSError):
                answer(connection, closing) if callable(answer) else connection.sendall(answer)

    def accept():
        number = 0
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection, number), daemon=True).start()
            number += 1

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/tjanst", requests
    finally:
        closing.set()
        listener.close()


def status(line, *headers, body=b""):
    head = [f"HTTP/1.1 {line}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def hang(connection, closing):
    closing.wait(30)


def drip(connection, closing):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while not closing.wait(0.05):
        connection.sendall(b"x")


def get(url, seconds=5.0, cancelled=lambda: False, access=None, login=False):
    return Fetcher(access or Access()).get(url, {}, Patience(time.monotonic() + seconds, cancelled), login=login)


def reason(url, **how):
    with pytest.raises(RemoteError) as caught:
        get(url, **how)
    assert caught.value.message.text("sv") and "?" not in caught.value.message.text("en")
    return caught.value.message.code


def test_an_answer_is_an_answer():
    with server(OK) as (url, requests):
        reply = get(url)
    assert (reply.body, reply.kind, reply.moved) == (b"svar", "text/plain", False)
    assert "User-Agent: Plandialog/" in requests[0]


@pytest.mark.parametrize(
    ("answer", "code", "tries"),
    [
        (status("500 No", body=b"broken"), "remote-status", 1),
        (status("503 Busy"), "remote-status", 3),
        (status("401 Who"), "remote-login", 1),
        (status("403 No"), "remote-login", 1),
        (status("302 There", "Location: /tjanst"), "remote-redirects", 6),
        (status("302 There", "Location: http://annan.example/"), "remote-moved", 1),
        (status("302 There", "Location: file:///etc/passwd"), "remote-moved", 1),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nConnection: close\r\n\r\nhalf", "remote-truncated", 3),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf", "remote-truncated", 3),
        (b"", "remote-network", 3),
        (b"what is this\r\n\r\n", "remote-network", 3),
    ],
    ids=["500", "503", "401", "403", "ring", "away", "file", "cut", "cut chunk", "closed", "no http"],
)
def test_what_goes_wrong_has_its_reason(answer, code, tries):
    with server(answer) as (url, requests):
        assert reason(url) == code
        assert len(requests) == tries


def test_nobody_there_and_no_such_name():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert reason(f"http://127.0.0.1:{port}/") == "remote-refused"
    assert reason("http://tjanst.invalid/") == "remote-name"


@pytest.mark.parametrize("manner", [hang, drip])
def test_waiting_ends_with_the_deadline(manner):
    with server(manner) as (url, _):
        began = time.monotonic()
        assert reason(url, seconds=0.6) == "remote-timeout"
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("manner", [hang, drip])
def test_cancel_is_heard_at_any_time(manner):
    with server(manner) as (url, _):
        began = time.monotonic()
        with pytest.raises(Interrupted):
            get(url, cancelled=lambda: time.monotonic() > began + 0.2)
        assert time.monotonic() - began < 2


def test_what_passes_is_tried_again():
    with server(status("503 Busy"), status("502 Busy"), OK) as (url, requests):
        assert get(url).body == b"svar"
        assert len(requests) == 3


def test_a_service_that_has_moved_for_good_says_so():
    with server(status("301 Moved", "Location: /nytt?a=1"), OK) as (url, _):
        reply = get(url)
    assert reply.moved and reply.url.endswith("/nytt?a=1")


def test_what_the_server_says_of_an_error_is_passed_on_without_its_marks():
    body = b"<html><style>p {}</style><p>out of <b>order</b></p></html>"
    with server(status("500 No", body=body)) as (url, _), pytest.raises(RemoteError) as caught:
        get(url)
    assert "out of order" in caught.value.message.text("en")


def test_no_more_than_so_many_requests_are_with_a_host_at_a_time():
    running, most, lock = [0], [0], threading.Lock()

    def slow(connection, closing):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.2)
        with lock:
            running[0] -= 1
        connection.sendall(OK)

    with server(slow) as (url, requests):
        fetcher = Fetcher(Access())
        patience = Patience(time.monotonic() + 20)
        threads = [threading.Thread(target=fetcher.get, args=(url, {}, patience)) for _ in range(3 * AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(requests) == 3 * AT_ONCE
    assert most[0] <= AT_ONCE


def test_credentials_go_to_the_hosts_that_were_named_and_to_no_other():
    with server(OK) as (url, requests), server(OK) as (other, others):
        login = Login(frozenset({url.split("/")[2]}), "planerare", "hemligt")
        access = Access(login=login)
        get(url, access=access, login=True)
        get(url, access=access, login=False)
        get(other, access=access, login=True)
    assert "Authorization: Basic" in requests[0]
    assert "Authorization" not in requests[1] and "Authorization" not in others[0]
    assert "hemligt" not in repr(access)


def test_credentials_are_not_sent_in_the_open_to_another_machine():
    login = Login(frozenset({"tjanst.example", "127.0.0.1:8080"}), "a", "b")
    assert not login.is_for("http://tjanst.example/wfs")
    assert login.is_for("https://tjanst.example/wfs")
    assert login.is_for("http://127.0.0.1:8080/wfs")


def test_credentials_do_not_follow_a_redirect_off_the_host():
    with server(OK) as (other, others), server(status("302 There", f"Location: {other}")) as (url, _):
        login = Login(frozenset({url.split("/")[2]}), "planerare", "hemligt")
        # The same machine on another port: the answer is followed, the credentials stay.
        get(url, access=Access(login=login), login=True)
    assert "Authorization" not in others[0]


def test_a_proxy_is_used_but_for_what_is_excluded():
    with server(OK) as (proxy, through), server(OK) as (url, direct):
        address = proxy.rsplit("/", 1)[0].replace("http://", "http://anna:hemligt@")
        get("http://tjanst.example/wfs", access=Access(proxy=address))
        get(url, access=Access(proxy=address, excluded=("http://127.0.0.1",)))
    assert through[0].startswith("GET http://tjanst.example/wfs") and "Proxy-Authorization: Basic" in through[0]
    assert len(through) == len(direct) == 1


def test_a_proxy_that_wants_another_login_is_told_as_the_proxy():
    with server(status("407 Login")) as (proxy, _):
        assert reason("http://tjanst.example/wfs", access=Access(proxy=proxy.rsplit("/", 1)[0])) == "remote-proxy"
        assert reason("https://tjanst.example/wfs", access=Access(proxy=proxy.rsplit("/", 1)[0])) == "remote-proxy"
