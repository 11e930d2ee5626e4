import { checkedAddress } from '../tools/checked-address.ts';

/** @throws ValidationError */
export function checkedToolUrl(url: string): string {
  return checkedAddress('url', url, 'https://tools.example.com/mcp');
}
