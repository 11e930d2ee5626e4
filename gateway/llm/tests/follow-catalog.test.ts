import { CATALOG_CHANNEL } from '@aether/schema';
import { startVendorServer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { startTestGateway } from './llm-test-gateway.ts';

test("reports the models of the operator's provider as soon as agents tells of a catalog", async () => {
  await using vendor = await startVendorServer();
  const reported = Promise.withResolvers<unknown>();
  await using gateway = await startTestGateway({
    environment: { AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'ollama', baseUrl: vendor.baseUrl }]) },
    operations: {
      CatalogForGateway: () => ({
        catalogForGateway: {
          revision: 2,
          removedIds: [],
          providers: [
            {
              id: 'prv_1',
              slug: 'ollama',
              protocol: 'OPENAI',
              preset: null,
              baseUrl: null,
              enabled: true,
              allowOwnKeys: false,
              credential: null,
              models: [],
            },
          ],
        },
      }),
      ReportModels: ({ input }, { onBehalfOf }) => {
        reported.resolve({ input, tenantId: onBehalfOf?.tenantId });
        return { reportModels: { revision: 3, userErrors: [] } };
      },
    },
  });
  gateway.streams.publish(CATALOG_CHANNEL, { tenantId: 'tnt_told' });
  expect(await reported.promise).toMatchObject({
    tenantId: 'tnt_told',
    input: {
      providers: [
        {
          providerId: 'prv_1',
          status: 'HEALTHY',
          models: expect.arrayContaining([expect.objectContaining({ status: 'HEALTHY' })]),
        },
      ],
    },
  });
});
