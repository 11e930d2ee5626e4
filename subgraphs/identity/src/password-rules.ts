import { ValidationError } from '@aether/common/service';

const MINIMUM = 12;
const MAXIMUM = 256;

/**
 * Length only, and not the address itself: NIST SP 800-63B §3.1.1.2 advises against rules of composition.
 * The message never repeats the password.
 * @throws ValidationError
 */
export function checkNewPassword(password: string, email: string, path: readonly string[]): void {
  const { length } = [...password];
  if (length < MINIMUM || length > MAXIMUM) {
    throw new ValidationError(
      path,
      `${MINIMUM} to ${MAXIMUM} characters`,
      `${length}`,
      'A sentence of a few words is easy to keep in mind.',
    );
  }
  if (password.toLowerCase().includes(email)) {
    throw new ValidationError(path, 'a password that does not contain the e-mail address', 'one that does');
  }
}
