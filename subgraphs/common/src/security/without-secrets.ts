/** A shorter one would tear answers apart, and is no secret. */
const SHORTEST = 6;
/** What stands where a secret was. */
const REMOVED = new TextEncoder().encode('[credential]');

/** A body without the secrets that were sent for it, wherever they stand in it: not what an address repeats may bring one into the record. */
export function withoutSecrets(
  body: ReadableStream<Uint8Array>,
  secrets: readonly string[],
): ReadableStream<Uint8Array> {
  // In JSON a quote or a backslash of a secret is written as two characters.
  const forms = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const needles = [...new Set(forms)].filter((form) => form.length >= SHORTEST).map((form) => Buffer.from(form));
  if (needles.length === 0) return body;
  let held: Buffer = Buffer.alloc(0);
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        held = replaced(Buffer.concat([held, chunk]), needles);
        const begun = Math.max(...needles.map((needle) => beginningAtEnd(held, needle)));
        if (begun < held.length) controller.enqueue(held.subarray(0, held.length - begun));
        held = held.subarray(held.length - begun);
      },
      flush(controller) {
        if (held.length > 0) controller.enqueue(held);
      },
    }),
  );
}

function replaced(text: Buffer, needles: readonly Buffer[]): Buffer {
  let clean = text;
  for (const needle of needles)
    for (let at = clean.indexOf(needle); at >= 0; at = clean.indexOf(needle, at + REMOVED.length))
      clean = Buffer.concat([clean.subarray(0, at), REMOVED, clean.subarray(at + needle.length)]);
  return clean;
}

/** How many bytes at the end may be the beginning of a secret whose rest is still to come. */
function beginningAtEnd(text: Buffer, needle: Buffer): number {
  for (let length = Math.min(needle.length - 1, text.length); length > 0; length--)
    if (text.subarray(text.length - length).equals(needle.subarray(0, length))) return length;
  return 0;
}
