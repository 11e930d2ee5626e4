import { checkedAddress } from '../tools/checked-address.ts';

/** The address of a model provider, without a slash at its end. @throws ValidationError */
export function checkedBaseUrl(text: string): string {
  return checkedAddress('baseUrl', text, 'https://api.example.com/v1').replace(/\/+$/u, '');
}
