#!/usr/bin/env python3
"""What SQLite itself costs for one delivery, without the hub: the statements of accept, claim and settle on the hub's own schema, in the hub's own groups.
python3 bench/sqlite-floor.py DATABASE   (any notifyhub.db; only its schema is read). Prints CPU microseconds a row of this thread; synchronous=FULL."""
import os, sqlite3, sys, tempfile, time

schema = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(
    "select sql from sqlite_master where sql is not null and tbl_name in ('deliveries', 'attempts') order by type desc").fetchall()
folder = tempfile.TemporaryDirectory()
db = sqlite3.connect(os.path.join(folder.name, "floor.db"), isolation_level=None)
for pragma in ("journal_mode = wal", "synchronous = full", "cache_size = -32768"):
    db.execute("pragma " + pragma)
for (sql,) in schema:
    db.execute(sql)

ROWS = 60000
NOW = int(time.time() * 1000)
IDS = [(NOW << 22) + i for i in range(ROWS)]
MESSAGE = "b54bd0d5-4f3c-8d2d-9f31-7f3ac2fe5cbd"
INSERT = """insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, attempts, crashes, maybe_duplicate, created_at, updated_at)
    values (?, 1, ?, ?, 1, 2, 0, 2, ?, 0, 0, 0, ?, ?)"""
CLAIM = """update deliveries set status = 3, lease_owner = 7, lease_until = ?, updated_at = ? where id in (
    select id from deliveries indexed by ix_deliveries_due where provider = 1 and status = 2
    and (status = 1 or status = 2 or status = 4 or status = 6) and lane = 2 and project_id = 1 and due_at <= ? order by due_at limit 500)"""
SETTLE = """update deliveries set status = ?, reason = ?, due_at = coalesce(?, due_at), attempts = attempts + ?, outcome = coalesce(?, outcome), error = ?,
    provider_message_id = coalesce(?, provider_message_id), maybe_duplicate = case when ? = 1 then 1 else maybe_duplicate end, sent_at = coalesce(?, sent_at),
    lease_owner = null, lease_until = null, updated_at = ? where id = ? and status = 3 and lease_owner = 7"""
ATTEMPT = """insert into attempts (id, project_id, delivery_id, number, outcome, status, provider_message_id, duration_ms, at)
    values (?, 1, ?, (select coalesce(max(number), 0) + 1 from attempts where delivery_id = ?), 'Accepted', 200, ?, 3, ?)"""


def measure(name, group, work):
    began = time.thread_time()
    for first in range(0, ROWS, group):
        db.execute("begin immediate")
        work(range(first, min(first + group, ROWS)))
        db.execute("commit")
    print(f"{name:8} {(time.thread_time() - began) / ROWS * 1e6:5.1f} us a row, groups of {group}")


measure("accept", 800, lambda rows: db.executemany(INSERT, [(IDS[i], IDS[i - i % 100] - 1, 1000000 + i % 1000, NOW, NOW, NOW) for i in rows]))
measure("claim", 500, lambda rows: db.execute(CLAIM, (NOW + 60000 + rows[0], NOW, NOW)))
measure("settle", 200, lambda rows: db.executemany(SETTLE, [(10, 0, None, 1, "Accepted", None, MESSAGE, 0, NOW, NOW, IDS[i]) for i in rows]))
measure("attempt", 200, lambda rows: db.executemany(ATTEMPT, [(IDS[i], IDS[i], IDS[i], MESSAGE, NOW) for i in rows]))
