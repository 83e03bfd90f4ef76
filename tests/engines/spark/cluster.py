"""A standalone cluster, started from the pyspark package and ended by process id."""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
_STARTED_WITHIN = 90.0
_ENDED_WITHIN = 10.0
#: Of a few rows, most of the time goes into compiling: so Spark makes no Java of each query, and Java only its quick code.
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_DRIVER = f"""
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 1g
spark.driver.extraJavaOptions {_QUICK}
spark.executor.memory 512m
spark.executor.extraJavaOptions {_QUICK}
spark.task.maxFailures 4
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
"""
#: What Spark does where nobody says otherwise: a Java program of each query.
CODEGEN = {"spark.sql.codegen.wholeStage": "true", "spark.sql.codegen.factoryMode": "FALLBACK"}


@dataclass
class Daemon:
    """One process of Spark, with its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def says(self, pattern: str) -> re.Match[str]:
        """What its log says, waited for."""
        end = time.monotonic() + _STARTED_WITHIN
        while not (found := re.search(pattern, self.log.read_text(errors="replace"))):
            assert self.process.poll() is None, self.log.read_text(errors="replace")[-2000:]
            assert time.monotonic() < end, f"{pattern} is not said in {self.log}"
            time.sleep(0.1)
        return found

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(_ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Cluster:
    """A master and its workers. address: host and port of the master."""

    folder: Path
    address: str = ""
    workers: list[Daemon] = field(default_factory=list)
    others: list[Daemon] = field(default_factory=list)

    def start(self, workers: int = 2) -> None:
        conf = self.folder / "conf"
        conf.mkdir(parents=True)
        (conf / "spark-defaults.conf").write_text(_DRIVER)
        master = self._run(
            "master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"
        )
        self.others.append(master)
        self.address = master.says(r"Starting Spark master at spark://(\S+)")[1]
        for _ in range(workers):
            self.add_worker()

    def add_worker(self) -> Daemon:
        name = f"worker-{len(list(self.folder.glob('worker-*.log')))}"
        worker = self._run(
            name, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
            "--webui-port", "0", "--work-dir", str(self.folder / name), f"spark://{self.address}",
        )  # fmt: skip
        worker.says("Successfully registered with master")
        self.workers.append(worker)
        return worker

    def serve_connect(self) -> str:
        """Start a Spark Connect server, of one core of its own, which makes Java of queries; its host and port."""
        codegen = [word for name, value in CODEGEN.items() for word in ("--conf", f"{name}={value}")]
        server = self._run(
            f"connect-{len(self.others)}", "org.apache.spark.deploy.SparkSubmit", "--master", "local[1]", "--class",
            "org.apache.spark.sql.connect.service.SparkConnectServer", "--conf", "spark.ui.enabled=false",
            "--conf", "spark.connect.grpc.binding.address=127.0.0.1", "--conf", "spark.connect.grpc.binding.port=0",
            *codegen, "spark-internal",
            memory="1g",
        )  # fmt: skip
        self.others.append(server)
        port = server.says(r"Spark Connect server started at: .*?:(\d+)")[1]
        return f"127.0.0.1:{port}"

    def _run(self, name: str, main: str, *options: str, memory: str = "256m") -> Daemon:
        log, environment = self.folder / f"{name}.log", {**os.environ, **self.environment, "SPARK_DAEMON_MEMORY": memory}
        environment["SPARK_DAEMON_JAVA_OPTS"] = _QUICK
        with log.open("wb") as out:
            process = subprocess.Popen(
                [str(HOME / "bin" / "spark-class"), main, *options], stdout=out, stderr=subprocess.STDOUT, env=environment
            )
        return Daemon(process, log)

    @property
    def environment(self) -> dict[str, str]:
        """What a process must know to drive the cluster, beside its address."""
        return {"SPARK_HOME": str(HOME), "SPARK_CONF_DIR": str(self.folder / "conf"), "SPARK_LOCAL_IP": "127.0.0.1"}

    def end(self) -> None:
        """End every process, the workers first."""
        for daemon in (*self.workers, *reversed(self.others)):
            daemon.end()


#: The cluster of this process's tests, while there is one.
RUNNING: list[Cluster] = []


def executors_of(worker: Daemon) -> list[int]:
    """Process ids of the executors a worker started."""
    children = Path(f"/proc/{worker.process.pid}/task").glob("*/children")
    pids = [int(pid) for path in children for pid in path.read_text().split()]
    return [pid for pid in pids if b"ExecutorBackend" in Path(f"/proc/{pid}/cmdline").read_bytes()]
