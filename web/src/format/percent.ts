/** `97.7 %` from a share of 0 to 1. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 100 || value === 0 ? value : value.toFixed(1)} %`;
}
