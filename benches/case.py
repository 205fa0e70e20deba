#!/usr/bin/env python3
"""Takes the bundled example with more evidence from an empty folder to a package, by the product's own
commands alone, as `demo.toml` says who signs what and when.

usage: case.py JUANZONG EXAMPLE EVIDENCE OUT [--without-volume]

With --without-volume the case pins a profile that says `volume_in_package = false`; nobody has approved
that profile, so `verify` ends with exit 3 after checking everything else.

EVIDENCE: a folder of files for the slot of received evidence of the application. OUT must not exist; at
the end it holds case/, ring/, trust.json and <case id>.zip.
"""
import pathlib
import shutil
import subprocess
import sys
import tomllib

SLOT = "app.evid"


def main():
    juanzong, example, evidence, out = (pathlib.Path(word).resolve() for word in sys.argv[1:5])
    plan = tomllib.loads((example / "demo.toml").read_text())
    facts = tomllib.loads((example / "case.toml").read_text())
    out.mkdir()
    keys, ring, case = out / "keys", out / "ring", out / "case"
    keys.mkdir()
    (out / "passphrase").write_text("a passphrase for a benchmark\n")
    (out / "passphrase").chmod(0o600)
    secret = ["--passphrase-file", out / "passphrase"]

    def run(*words, now=plan["ring"]["issued"]):
        subprocess.run([juanzong, *words, "--now", now, "--yes", "--quiet", "--no-progress"], check=True,
                       stdout=subprocess.DEVNULL)

    def key(person, use="sign"):
        return keys / f"{person}-{use}.pem"

    def public(file):
        return file.with_suffix(".pub")

    # who holds which key in which seats
    people = {person["id"]: person for person in plan["person"]}
    until = ["--until", plan["ring"]["validUntil"]]
    for person in people:
        run("key", "new", key(person), *secret)
    roots = []
    for person in plan["ring"]["roots"]:
        run("key", "new", key(person, "root"), *secret)
        holder = people[person]
        roots += ["--root", f"{person},{holder['name']},{holder['org']},{public(key(person, 'root'))}"]
    run("keyring", "init", ring, "--threshold", str(plan["ring"]["threshold"]), *roots, *until)
    run("new", case, "--profile", facts["profile"], "--grade", facts["grade"], "--id", facts["case"],
        "--enterprise", facts["enterprise"]["name"])
    profile = tomllib.loads((case / "rules/profile.toml").read_text())
    for person, holder in people.items():
        known = [] if person in plan["ring"]["roots"] else ["--name", holder["name"], "--org", holder["org"]]
        run("keyring", "enrol", ring, "--person", person, *known, "--public", public(key(person)), *until)
        for actor in sorted({stage["actor"] for stage in profile["stage"]}):
            mine = [(stage["id"], seat) for stage in profile["stage"] if stage["actor"] == actor
                    for seat in [stage["seals"], *(seat["id"] for seat in stage.get("seat", []))]
                    if seat in holder["seats"]]
            if mine:
                run("keyring", "mandate", ring, "--person", person, "--actor", actor,
                    "--stages", ",".join(sorted({stage for stage, _ in mine})),
                    "--seats", ",".join(sorted({seat for _, seat in mine})),
                    "--act", plan["ring"]["act"], *until)
    for person in plan["ring"]["roots"]:
        run("keyring", "approve", ring, "--key", key(person, "root"), *secret)
    run("keyring", "trust", ring, out / "trust.json")

    if "--without-volume" in sys.argv:
        pinned = case / "rules/profile.toml"
        pinned.write_text("volume_in_package = false\n" + pinned.read_text())

    # what was typed and received
    shutil.copy(example / "case.toml", case / "case.toml")
    shutil.copytree(example / "forms", case / "forms", dirs_exist_ok=True)
    shutil.copytree(example / "evidence", case / "evidence", dirs_exist_ok=True)
    shutil.copytree(evidence, case / "evidence" / SLOT, dirs_exist_ok=True)

    # who signed what, when
    for act in plan["act"]:
        signer = ["--key", key(act["person"]), "--keyring", ring, *secret]
        if act["do"] == "open":
            run("seal", case, "--stage", "open", *signer, now=act["at"])
            run("build", case)
        elif act["do"] == "seal":
            run("seal", case, "--stage", act["stage"], *signer, now=act["at"])
        elif act["do"] == "roster":
            away = [word for kind in ("absent", "recused") for person, reason in act.get(kind, [])
                    for word in (f"--{kind}", f"{person}={reason}")]
            run("sign", case, "--roster", act["seat"], *away, *signer, now=act["at"])
        else:
            text = ["--text", act["text"]] if "text" in act else []
            run("sign", case, "--seat", act["seat"], "--opinion", act.get("opinion", "agree"), *text,
                *signer, now=act["at"])
    run("pack", case, "--out", out / f"{facts['case']}.zip")


if __name__ == "__main__":
    main()
