const QUIET_MS = 1_000;
const REPORT_MS = 5_000;
const seconds = (ms) => `${Math.round(ms / 1_000)} s`;

/**
 * Runs one step. A step of less than a second is silent; a longer one says what it is doing, how far it is, and how
 * long it took. @param {() => string} [progress] how far, in words
 */
export async function step(label, work, progress = () => '') {
  const began = Date.now();
  let told = false;
  const tell = () => {
    const far = [progress(), told ? seconds(Date.now() - began) : ''].filter(Boolean).join(', ');
    console.log(`· ${label}${far ? ` (${far})` : ''} …`);
    told = true;
  };
  const first = setTimeout(tell, QUIET_MS);
  const next = setInterval(() => told && tell(), REPORT_MS);
  try {
    return await work();
  } finally {
    clearTimeout(first);
    clearInterval(next);
    if (told) console.log(`· ${label}: ${seconds(Date.now() - began)}`);
  }
}
