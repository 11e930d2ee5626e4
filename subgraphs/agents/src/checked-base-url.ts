import { ValidationError } from '@aether/common/service';

/**
 * An address of a model provider, without a slash at its end. Private and local ones are fine: that is where one's own models run; the
 * gateway decides what it connects to.
 * @throws ValidationError
 */
export function checkedBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ValidationError(
      ['baseUrl'],
      'an http or https address such as https://api.example.com/v1',
      JSON.stringify(text.slice(0, 100)),
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ValidationError(
      ['baseUrl'],
      'an address without user, password, query and fragment',
      'one of them',
      'Store keys as a credential.',
    );
  }
  return url.href.replace(/\/+$/u, '');
}
