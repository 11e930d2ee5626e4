import { describe, expect, it } from 'vitest';
import { graphqlGatewayConfig } from '../src/config.ts';

describe('trusted proxies', () => {
  it('are nobody unless they are named: a client could claim any address', () => {
    expect(graphqlGatewayConfig({}).trustedProxies).toEqual([]);
  });

  it('are a list of addresses', () => {
    expect(graphqlGatewayConfig({ GRAPHQL_TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16' }).trustedProxies).toEqual([
      '10.0.0.1',
      '10.1.0.0/16',
    ]);
  });
});
