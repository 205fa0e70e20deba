#!/usr/bin/env python3
"""Runs commands in turn and prints wall time, CPU time and greatest memory of each.

usage: measure.py [--rounds N] [--octets N] NAME COMMAND… -- NAME COMMAND… [-- …]

The commands are interleaved, one of each per round, so that a busy machine is busy for all of them;
the best round of each counts. `ratio` is a command's wall time over the first command's: 2.5 means that
the first is 2.5 times as fast. Memory is that of the greatest process
(nothing under 14 MiB can be seen: the kernel counts this program before the command starts). A command
must exit with 0, or with 3: a check that ran to its end without being able to settle everything.
"""
import argparse
import os
import sys
import time


def run(command):
    begin = time.perf_counter()
    child = os.posix_spawnp(
        command[0], command, os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"exit {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--octets", type=int, default=0)
    options, rest = parser.parse_known_args()
    commands, current = [], []
    for word in rest + ["--"]:
        if word == "--":
            if current:
                commands.append((current[0], current[1:]))
            current = []
        else:
            current.append(word)
    runs = {name: [] for name, _ in commands}
    for _ in range(options.rounds):
        for name, command in commands:
            runs[name].append(run(command))
    first = min(runs[commands[0][0]])[0]
    print(f"{'':38} {'wall s':>8} {'median':>8} {'CPU s':>8} {'MiB':>7} {'MB/s':>7} {'ratio':>6}")
    for name, _ in commands:
        walls = sorted(run[0] for run in runs[name])
        wall, cpu, _ = min(runs[name])
        memory = max(run[2] for run in runs[name])
        speed = f"{options.octets / wall / 1e6:7.0f}" if options.octets else f"{'':7}"
        print(f"{name:38} {wall:8.3f} {walls[len(walls) // 2]:8.3f} {cpu:8.3f} {memory:7.0f} {speed} {wall / first:6.2f}")


if __name__ == "__main__":
    main()
