/** An address as it may be shown: its query is often a secret. */
export function withoutQuery(url: string | null): string | null {
  const parsed = url === null ? null : URL.parse(url);
  if (parsed === null) return url;
  return parsed.search === '' ? parsed.href : `${parsed.origin}${parsed.pathname}?…`;
}
