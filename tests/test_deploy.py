"""The files in deploy/: what can be said of them without nginx, containers or a cluster."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.serving import ROOT, start_app

DEPLOY = ROOT / "deploy"
NGINX = DEPLOY / "nginx"


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def copied() -> list[str]:
    """What the image's last stage takes from the project."""
    last = read("Dockerfile").rpartition("\nFROM ")[2]
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", last, re.MULTILINE)
    return [name for line in lines for name in line.split()]


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_what_the_image_copies_starts_and_is_not_written_to(tmp_path: Path) -> None:
    project = tmp_path / "srv"
    project.mkdir()
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, project / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
            )
        else:
            shutil.copy(source, project / name)
    before = files(project)
    app = start_app(tmp_path, project=project, environment={"PYTHONDONTWRITEBYTECODE": "1"})
    app.stop()
    assert "Traceback" not in app.output()
    assert "warm after" in app.output()
    assert files(project) == before


def test_what_the_image_copies_is_let_through_to_its_build_and_nothing_secret_is() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line[1:] for line in ignored if line.startswith("!")}
    assert ignored[1] == "*"
    assert let_through == {*copied(), "requirements.txt", "requirements.lock"}
    assert ".streamlit/secrets.toml" in ignored


def test_the_image_runs_as_nobody_in_particular_with_packages_known_by_their_hashes() -> None:
    text = read("Dockerfile")
    user = re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1]
    assert user == "10001:10001"
    assert "--require-hashes" in text
    assert "--only-binary :all:" in text
    assert "HEALTHCHECK" in text
    assert "ENTRYPOINT" not in text


def test_replicas_in_containers_can_change_nothing_and_gain_no_right() -> None:
    compose, cluster = read("compose.yaml"), read("kubernetes.yaml")
    services = 2  # the replicas' common part, and the proxy
    assert compose.count("read_only: true") == services
    assert compose.count("cap_drop: [ALL]") == services
    assert compose.count("no-new-privileges:true") == services
    assert "privileged: true" not in compose
    for line in (
        "runAsNonRoot: true", "readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false",
        "drop: [ALL]", "path: /healthz", "path: /readyz", "automountServiceAccountToken: false",
    ):  # fmt: skip
        assert line in cluster, line
    user = re.findall(r"^USER (\d+)", read("Dockerfile"), re.MULTILINE)[-1]
    assert f"runAsUser: {user}" in cluster


def test_no_secret_is_in_the_project_and_all_replicas_get_the_same_one() -> None:
    name = "STREAMLIT_SERVER_COOKIE_SECRET"
    assert read("secrets.env.example").endswith(f"{name}=\n")
    assert "deploy/secrets.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "env_file: secrets.env" in read("compose.yaml")
    assert f"- name: {name}\n              valueFrom:" in read("kubernetes.yaml")
    assert name in read("two-replicas")


def test_the_proxys_logs_hold_nothing_that_somebody_chose() -> None:
    text = read("nginx/nginx.conf")
    line = re.search(r"log_format lines.*?;", text, re.DOTALL)
    assert line
    said = set(re.findall(r"\$(\w+)", line.group()))
    assert said == {
        "time_iso8601", "request_id", "request_method", "logged_path", "status",
        "body_bytes_sent", "request_time", "answered_by",
    }  # fmt: skip
    assert re.findall(r"^error_log (.+);", text, re.MULTILINE) == ["stderr crit"]
    for name in ("listen.conf", "listen-tls.conf", "listen-compose.conf"):
        logs = re.findall(r"^access_log (.+);", read(f"nginx/{name}"), re.MULTILINE)
        assert len(logs) == 1
        assert logs[0].endswith(" lines if=$logged")


def test_every_place_that_sets_headers_of_its_own_repeats_those_it_would_lose() -> None:
    text = read("nginx/nginx.conf")
    server = text.partition("include listen.conf;")[2]
    general = set(re.findall(r"^        proxy_set_header (\S+)", server, re.MULTILINE))
    stream = re.search(r"location = /_stcore/stream \{(.*?)\n        \}", text, re.DOTALL)
    assert stream
    assert set(re.findall(r"proxy_set_header (\S+)", stream.group(1))) == general | {"Upgrade"}
    for block in re.findall(r"location [^{]+\{(.*?)\n        \}", text, re.DOTALL):
        if "add_header" in block:
            assert "add_header Strict-Transport-Security $transport always;" in block


def test_the_containers_replicas_are_those_of_this_machine_at_other_addresses() -> None:
    here, there = read("nginx/replicas.conf"), read("nginx/replicas-compose.conf")
    addresses = re.findall(r"ipv4_address: (\S+)", read("compose.yaml"))
    for port, address in zip(("8501", "8502"), addresses, strict=True):
        here = here.replace(f"127.0.0.1:{port}", f"{address}:8501")
        here = here.replace(rf"127\.0\.0\.1:{port}", address.replace(".", r"\.") + ":8501")
    assert here.splitlines()[2:] == there.splitlines()[2:]
