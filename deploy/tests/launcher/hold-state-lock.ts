import { lockState } from '../../local/state-lock.ts';

// Started by state-lock.test.ts: takes the lock of a folder and lives until it is killed.
const lock = lockState(process.argv[2] ?? '');
lock.announce('http://localhost:8080');
console.log('held');
setInterval(() => undefined, 60_000);
