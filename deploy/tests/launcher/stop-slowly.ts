import { stopSignals } from '../../local/stop-signals.ts';

// Started by stop-signals.test.ts: never stops in order.
const stop = stopSignals({
  monotonicMs: () => performance.now(),
  say: (line) => console.log(line),
  atOnce: () => console.log('emergency'),
});
stop.signal.addEventListener('abort', () => setTimeout(() => console.log('the same key press is over'), 600));
setInterval(() => undefined, 60_000);
console.log('running');
