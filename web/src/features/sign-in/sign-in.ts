export interface SignInRefusal {
  message: string;
  requestId: string | null;
}

/** Sets the session cookie. Null = signed in. The password is sent once and kept nowhere. */
export async function signIn(
  credentials: { email: string; password: string },
  signal?: AbortSignal,
): Promise<SignInRefusal | null> {
  let response: Response;
  try {
    response = await fetch('/auth/sign-in', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'apollo-require-preflight': 'true' },
      body: JSON.stringify(credentials),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch {
    return { message: 'The server did not answer. Check that Aether is running, then try again.', requestId: null };
  }
  if (response.ok) return null;
  const requestId = response.headers.get('x-request-id');
  if (response.status === 429) {
    const wait = response.headers.get('retry-after');
    return { message: `Too many attempts. Try again ${wait === null ? 'in a minute' : `in ${wait} s`}.`, requestId };
  }
  if (response.status === 400 || response.status === 401 || response.status === 403)
    return { message: 'Email or password is not right.', requestId };
  return { message: 'Signing in failed on the server.', requestId };
}

/** Ends the session and starts the page anew, so that nothing of it stays in memory. */
export async function signOut(): Promise<void> {
  await fetch('/auth/sign-out', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'apollo-require-preflight': 'true' },
  }).catch(() => undefined);
  location.assign('/sign-in');
}
