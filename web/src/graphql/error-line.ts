interface Refusal {
  message: string;
  hint?: string | null | undefined;
}

/** One line for what was refused or is wrong: message and hint; empty when nothing is. For a request that failed there is `problemLine`. */
export function errorLine(error: Refusal | undefined): string {
  return [error?.message, error?.hint].filter(Boolean).join(' ');
}
