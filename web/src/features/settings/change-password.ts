import { isRecord } from '../../json/is-record.ts';

/** Null = done, else why not. The passwords are sent once and kept nowhere. */
export async function changePassword(body: {
  currentPassword: string | null;
  newPassword: string;
}): Promise<string | null> {
  try {
    const response = await fetch('/auth/password', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'apollo-require-preflight': 'true' },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const answer: unknown = await response.json().catch(() => null);
    const error = isRecord(answer) && isRecord(answer['error']) ? answer['error'] : {};
    const message =
      typeof error['message'] === 'string' ? error['message'] : `The password was not changed (${response.status}).`;
    return [message, error['hint'], response.headers.get('x-request-id')]
      .filter((part) => typeof part === 'string')
      .join(' ');
  } catch {
    return 'The server did not answer. The password was not changed.';
  }
}
