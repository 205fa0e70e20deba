#!/usr/bin/env python3
"""Checks every signature of an unpacked package with other people's tools.

usage: signatures.py BAG [AFTER]
  AFTER  the folder of what was signed after filing, beside the package

Nothing of juanzong is used. The public keys come from the carried key ring (that they are the right
ones is what `verify --trust` is for). For each statement X:
  X.json       equals the payload of X.dsse.json
  X.dsse.json  openssl pkeyutl accepts the signature over the PAE rebuilt here (DSSE v1.0.2),
               securesystemslib accepts the envelope; both refuse it after one payload byte changed
  X.json.sig   ssh-keygen -Y verify accepts it for the statement's person and namespace, and refuses
               it in another namespace and after one byte changed
"""
import base64
import copy
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

from cryptography.hazmat.primitives.serialization import load_der_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

NAMESPACES = {"review": "review", "roster": "review", "open": "seal", "seal": "seal"}


def keys_of(bag):
    """Key id -> DER SPKI of every key in the carried rings; the id is computed here, not believed."""
    found = {}

    def walk(value):
        if isinstance(value, dict):
            if isinstance(value.get("spki"), str):
                der = base64.b64decode(value["spki"], validate=True)
                found[hashlib.sha256(der).hexdigest()] = der
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    for ring in sorted((bag / "keyring").glob("[0-9]*.json")):
        if not ring.name.endswith(".dsse.json"):
            walk(json.loads(ring.read_bytes()))
    return found


def pae(kind, body):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def changed(body):
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def runs(*command, stdin=b""):
    return subprocess.run(command, input=stdin, capture_output=True).returncode == 0


def openssl_accepts(der, message, signature):
    with tempfile.TemporaryDirectory() as scratch:
        at = pathlib.Path(scratch)
        (at / "key").write_bytes(der)
        (at / "message").write_bytes(message)
        (at / "signature").write_bytes(signature)
        return runs("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", at / "key",
                    "-rawin", "-in", at / "message", "-sigfile", at / "signature")


def securesystemslib_accepts(envelope, keys):
    try:
        # from_dict changes what it is given
        parsed = Envelope.from_dict(copy.deepcopy(envelope))
        signers = [SSlibKey.from_crypto(load_der_public_key(der), keyid) for keyid, der in keys.items()]
        parsed.verify(signers, threshold=len(envelope["signatures"]))
        return True
    except VerificationError:
        return False


def ssh_accepts(bag, person, namespace, side_car, message):
    return runs("ssh-keygen", "-Y", "verify", "-f", bag / "allowed_signers", "-I", person,
                "-n", namespace, "-s", side_car, stdin=message)


def sm3(path):
    told = subprocess.run(["openssl", "dgst", "-sm3", "-r", path], capture_output=True, check=True)
    return told.stdout.split()[0].decode()


def digests_fit(bag, statement, seen):
    """Whether every subject that the bag has is the file that the statement names, as it stands or
    as it was kept when it was replaced (data/98-*)."""
    def digests(place, names):
        for name in names:
            if (place, name) not in seen:
                seen[place, name] = (sm3(place) if name == "sm3" else
                                     hashlib.new(name, place.read_bytes()).hexdigest())
        return {name: seen[place, name] for name in names}

    for subject in statement["subject"]:
        name, wanted = subject["name"], subject["digest"]
        kept = sorted(bag.glob(f"data/98-*/*/{name.removeprefix('data/')}"))
        places = [place for place in [bag / name, *kept] if place.is_file()]
        if places and not any(digests(place, wanted) == wanted for place in places):
            return False
    return True


def main():
    bag = pathlib.Path(sys.argv[1])
    folders = [bag] + [pathlib.Path(after) for after in sys.argv[2:]]
    keys, wrong, checked = {}, [], {"dsse": 0, "sshsig": 0}
    for folder in folders:
        keys.update(keys_of(folder))
    seen = {}

    def expect(right, place, problem):
        if not right:
            wrong.append(f"{place}: {problem}")

    def found(pattern):
        return sorted(place for folder in folders for place in folder.rglob(pattern))

    for place in found("*.dsse.json"):
        envelope = json.loads(place.read_bytes())
        body = base64.b64decode(envelope["payload"], validate=True)
        kind = envelope["payloadType"].encode()
        statement = place.with_name(place.name.removesuffix(".dsse.json") + ".json")
        expect(statement.read_bytes() == body, place, "payload is not the statement beside it")
        expect(envelope["signatures"], place, "no signature")
        for each in envelope["signatures"]:
            der, signature = keys.get(each["keyid"]), base64.b64decode(each["sig"], validate=True)
            expect(der, place, f"key {each['keyid']} is in no carried ring")
            if der:
                expect(openssl_accepts(der, pae(kind, body), signature), place, "openssl refuses")
                expect(not openssl_accepts(der, pae(kind, changed(body)), signature), place,
                       "openssl accepts a changed payload")
        expect(securesystemslib_accepts(envelope, keys), place, "securesystemslib refuses")
        forged = dict(envelope, payload=base64.b64encode(changed(body)).decode())
        expect(not securesystemslib_accepts(forged, keys), place,
               "securesystemslib accepts a changed payload")
        checked["dsse"] += 1

    for place in found("*.json.sig"):
        message = place.with_suffix("").read_bytes()
        statement = json.loads(message)
        person = statement["predicate"]["person"]
        expect(digests_fit(bag, statement, seen), place, "a subject is another file now")
        word = NAMESPACES[statement["predicateType"].split("/")[-2]]
        space, other = f"{word}@juanzong.example", "register@juanzong.example"
        expect(ssh_accepts(bag, person, space, place, message), place, "ssh-keygen refuses")
        expect(not ssh_accepts(bag, person, other, place, message), place,
               "ssh-keygen accepts another namespace")
        expect(not ssh_accepts(bag, person, space, place, changed(message)), place,
               "ssh-keygen accepts a changed statement")
        checked["sshsig"] += 1

    for each in wrong:
        print("   ", each)
    print(f"    {checked['dsse']} envelopes, {checked['sshsig']} side-cars, {len(keys)} keys")
    if wrong or not all(checked.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
