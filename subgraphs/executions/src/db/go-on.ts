/**
 * A run that waited is queued again, and its deadline moves by as long as it waited: it has left what it had left before. All instants are the
 * database's. Runs that began to wait before deadlines stood still keep theirs. `e` is the run, `events` what is told of it.
 */
export const GO_ON = `SET e.status = 'QUEUED', e.statusAt = last(events).at, e.notBeforeMs = $nowMs,
     e.overdueAtMs = coalesce(e.deadlineAtMs + datetime.realtime().epochMillis - e.waitsSinceMs, e.overdueAtMs),
     e.deadlineAtMs = coalesce(e.deadlineAtMs + datetime.realtime().epochMillis - e.waitsSinceMs, e.deadlineAtMs),
     e.waitedMs = coalesce(coalesce(e.waitedMs, 0) + datetime.realtime().epochMillis - e.waitsSinceMs, e.waitedMs),
     e.waitsSinceMs = null`;
