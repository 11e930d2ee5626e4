/** Of an address as somebody types it; null = it is none yet. */
export function originOf(address: string): string | null {
  return URL.canParse(address.trim()) ? new URL(address.trim()).origin : null;
}
