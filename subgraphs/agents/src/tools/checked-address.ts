import { ValidationError } from '@aether/common/service';

/**
 * An address that a gateway is to connect to. Private and local ones are fine: that is where one's own models and tools run; the gateway
 * decides what it connects to.
 * @throws ValidationError
 */
export function checkedAddress(field: string, text: string, example: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ValidationError(
      [field],
      `an http or https address such as ${example}`,
      JSON.stringify(text.slice(0, 100)),
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ValidationError(
      [field],
      'an address without user, password, query and fragment',
      'one of them',
      'Store keys as a credential.',
    );
  }
  return url.href;
}
