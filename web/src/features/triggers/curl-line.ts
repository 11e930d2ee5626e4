import type { TriggerFacts } from './trigger-document.ts';

/** A sender in a shell, ready to paste: with a token one call, with a signature the lines that make it. */
export function curlLine(
  { url, authentication }: Pick<TriggerFacts, 'url' | 'authentication'>,
  secret: string,
): string {
  if (authentication === 'BEARER')
    return [
      `curl ${url} \\`,
      `  -H 'authorization: Bearer ${secret}' -H 'content-type: application/json' \\`,
      `  -H "idempotency-key: $(uuidgen)" -d '{"question":"…"}'`,
    ].join('\n');
  return [
    `BODY='{"question":"…"}'; ID=$(uuidgen); AT=$(date +%s)`,
    `KEY=$(printf %s '${secret.replace(/^whsec_/, '')}' | base64 -d | od -An -tx1 | tr -d ' \\n')`,
    `SIGN=$(printf %s "$ID.$AT.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)`,
    `curl ${url} -H 'content-type: application/json' -d "$BODY" \\`,
    `  -H "webhook-id: $ID" -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGN"`,
  ].join('\n');
}
