import { ValidationError } from '@aether/common/service';

const MAXIMUM_LENGTH = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets
const FORM = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(\.[^\s@.]+)*$/u;

/** How addresses are stored and compared: trimmed, in lower case, one Unicode form. */
export function normalizedEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

/** @throws ValidationError when it cannot be an address; whether somebody reads it, only a mail can tell */
export function parseEmail(text: string, path: readonly string[] = ['email']): string {
  const email = normalizedEmail(text);
  if (email.length <= MAXIMUM_LENGTH && FORM.test(email)) return email;
  throw new ValidationError(path, 'an e-mail address like name@example.org', JSON.stringify(text.slice(0, 80)));
}
