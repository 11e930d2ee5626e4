import { checkedAddress } from '../checked-address.ts';

/** @throws ValidationError */
export function checkedToolUrl(url: string): string {
  return checkedAddress('url', url, 'https://tools.example.com/mcp');
}
