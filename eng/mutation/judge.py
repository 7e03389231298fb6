#!/usr/bin/env python3
"""Tests each mutant of Stryker in a separate process, and writes verdicts.jsonl and a summary.

Usage: judge.py FOLDER [ID...]. FOLDER is a folder that eng/mutation-test created. An interrupted run continues where it stopped.

Each mutant runs the test classes of its file, then the tests of its folder, then those of folders that use it, then the corpus,
until a test fails. The time limit counts processor time, so that a busy machine does not make a mutant look like an endless loop.
A test that waits forever is stopped after a limit of elapsed time.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import threading

CPU_SECONDS, CORPUS_CPU_SECONDS, WAIT_SECONDS = 25, 120, 900
VARIABLE = "HIPAAJWT_MUTANT"
# Other folders whose tests cover a folder.
USERS = {"Text": ["Claims", "PhiClaims", "Permissions"]}
CORPUS = "HipaaJwt.Tests.Conformance"
# Excluded: tests that measure time, and long random tests that every surviving mutant would run.
NEVER = [
    *("-namespace-", CORPUS + ".Abuse", "-namespace-", CORPUS + ".Differential", "-namespace-", CORPUS + ".Leaks"),
    *("-class-", CORPUS + ".SideChannelTests", "-class-", "HipaaJwt.Tests.Caching.CachedVerdictModelTests")]


def stages(path):
    folder, file = pathlib.PurePath(path).parts[-2:]
    own = f"HipaaJwt.Tests.{folder}"
    yield "class", ["-class", f"{own}.{file.split('.')[0]}*"]
    yield "folder", ["-namespace", own]
    yield "users", [part for user in USERS.get(folder, []) for part in ("-namespace", f"HipaaJwt.Tests.{user}")]
    yield "corpus", ["-namespace", CORPUS]


def limit(seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 10))


def run(tests, mutant, filters):
    """Returns how the tests detected the mutant and the first test that failed, or None."""
    environment = os.environ | {
        "STRYKER_MUTANT_ID_CONTROL_VAR": VARIABLE, VARIABLE: str(mutant),
        "DOTNET_TieredPGO": "0", "DOTNET_GCHeapHardLimit": "0x80000000", "DOTNET_DbgEnableMiniDump": "0"}
    command = ["dotnet", str(tests / "HipaaJwt.Tests.dll"), *filters, *NEVER, "-stopOnFail", "-noColor", "-noAutoReporters"]
    try:
        done = subprocess.run(command, env=environment, preexec_fn=lambda: limit(CORPUS_CPU_SECONDS if CORPUS in filters else CPU_SECONDS), capture_output=True, text=True, errors="replace", timeout=WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        return "waits for ever", None
    if done.returncode == 0:
        return None
    if done.returncode in (-24, -9, 152, 137):
        return "loops", None
    failed = re.search(r"^\s*(\S.*) \[FAIL\]", done.stdout, re.MULTILINE)
    return ("killed", failed[1]) if failed else ("ends the process", f"{done.returncode}: {(done.stdout + done.stderr)[-300:]}")


def judge(tests, mutant):
    for stage, filters in stages(mutant["path"]):
        if not filters:
            continue

        noticed = run(tests, mutant["id"], filters)
        if noticed:
            return {**mutant, "verdict": noticed[0], "stage": stage, "by": noticed[1]}
    return {**mutant, "verdict": "survived"}


def cut(source, location):
    lines = source.splitlines()
    (first, left), (last, right) = [(location[at]["line"] - 1, location[at]["column"] - 1) for at in ("start", "end")]
    if first == last:
        return lines[first][left:right]
    return "\n".join([lines[first][left:], *lines[first + 1:last], lines[last][:right]])


def mutants(report):
    for path, file in report["files"].items():
        for mutant in file["mutants"]:
            if mutant["status"] not in ("CompileError", "Ignored"):
                yield {
                    "id": int(mutant["id"]), "path": path.partition("src/HipaaJwt/")[2] or path, "line": mutant["location"]["start"]["line"],
                    "kind": mutant["mutatorName"], "was": cut(file["source"], mutant["location"]), "is": mutant.get("replacement", "")}


def summary(verdicts):
    folders = {}
    for verdict in verdicts:
        folders.setdefault(verdict["path"].split("/")[0], []).append(verdict)
    yield "| folder | mutants | killed | looped | survived | score |"
    yield "|---|---|---|---|---|---|"
    for folder, all_of in sorted(folders.items()):
        survived = sum(verdict["verdict"] == "survived" for verdict in all_of)
        looped = sum(verdict["verdict"] in ("loops", "waits for ever") for verdict in all_of)
        share = 100 * (len(all_of) - survived) / len(all_of)
        yield f"| `{folder}` | {len(all_of)} | {len(all_of) - survived - looped} | {looped} | {survived} | {share:.1f} % |"
    for verdict in sorted(verdicts, key=lambda one: (one["path"], one["line"], one["id"])):
        if verdict["verdict"] not in ("killed", "ends the process"):
            yield f"\n{verdict['verdict']}: {verdict['id']} {verdict['path']}:{verdict['line']} ({verdict['kind']})\n- {verdict['was']}\n+ {verdict['is']}"


def main():
    out = pathlib.Path(sys.argv[1])
    tests, file = out / "tests", out / "verdicts.jsonl"
    report = json.loads(next(out.glob("stryker/**/*.json")).read_text())
    before = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    only = {int(one) for one in sys.argv[2:]}
    known = {one["id"] for one in before} - only
    todo = [one for one in mutants(report) if one["id"] not in known and (not only or one["id"] in only)]
    verdicts = {one["id"]: one for one in before}

    for filters in [["-namespace", name] for name in {"HipaaJwt.Tests." + one["path"].split("/")[0] for one in todo} | {CORPUS}]:
        if noticed := run(tests, -1, filters):
            sys.exit(f"the tests fail without any mutant: {filters[1]}: {noticed}")

    lock = threading.Lock()
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("MUTATION_JOBS", "2"))) as pool, file.open("a") as log:
        for verdict in pool.map(lambda one: judge(tests, one), todo):
            with lock:
                verdicts[verdict["id"]] = verdict
                log.write(json.dumps(verdict) + "\n")
                log.flush()
                print(f"{verdict['verdict']} {verdict['path']}:{verdict['line']} {verdict.get('by') or ''}"[:160], flush=True)

    text = "\n".join(summary(list(verdicts.values())))
    (out / "summary.md").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
