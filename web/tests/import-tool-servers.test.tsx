import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { FindInRegistry } from '../src/features/tools/find-in-registry.tsx';
import { ImportFromFile } from '../src/features/tools/import-from-file.tsx';
import { registryServers } from './mock/tools.ts';

afterEach(cleanup);

interface Sent {
  readonly operationName: string;
  readonly variables: Record<string, unknown>;
}

/** Answers as a test says, and remembers what was asked. */
function show(screenOf: ReactElement, answer: (sent: Sent) => unknown): Sent[] {
  const sent: Sent[] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_, init) => {
      const request = JSON.parse(String(init?.body)) as Sent;
      sent.push(request);
      return Response.json(answer(request));
    },
  });
  render(<Provider value={client}>{screenOf}</Provider>);
  return sent;
}

const nothing = (): void => {};
const page = (servers: readonly unknown[], endCursor: string | null = null) => ({
  data: {
    registryServers: {
      edges: servers.map((node) => ({ node })),
      pageInfo: { hasNextPage: endCursor !== null, endCursor },
    },
  },
});
const imported = (servers: readonly unknown[], userErrors: readonly unknown[] = []) => ({
  data: { importToolServers: { servers, userErrors } },
});
const refusal = (code: string, message: string) => ({
  errors: [{ message, extensions: { code, hint: 'Import from a file.' } }],
});

test('a registry is asked only when somebody searches, and what it has is imported', async () => {
  const sent = show(<FindInRegistry open onClose={nothing} onImportFile={nothing} />, ({ operationName }) =>
    operationName === 'RegistryServers'
      ? page(registryServers, 'more')
      : imported([{ ...registryServers[2], imported: true }]),
  );
  expect(sent).toEqual([]);
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of a server' }), ' maps {Enter}');
  const list = await screen.findByRole('list', { name: 'Found servers' });
  expect(within(list).getByText(/AETHER_TOOL_OFFERS can name it/)).toBeTruthy();
  expect(within(list).getByText(/must be such as/)).toBeTruthy();
  expect(within(list).queryByRole('button', { name: 'Import Image' })).toBeNull();
  await userEvent.click(within(list).getByRole('button', { name: 'Import Maps' }));
  await expect.poll(() => within(list).queryByRole('button', { name: 'Import Maps' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Next servers' }));
  await expect.poll(() => sent.length).toBe(3);
  expect(sent.map(({ variables }) => variables)).toMatchObject([
    { search: 'maps', after: null },
    { input: { document: registryServers[2]?.server } },
    { search: 'maps', after: 'more' },
  ]);
});

test('nothing found, and no network, are told; a file still helps', async () => {
  let isDown = false;
  let asksForFile = false;
  show(
    <FindInRegistry
      open
      onClose={nothing}
      onImportFile={() => {
        asksForFile = true;
      }}
    />,
    () => (isDown ? refusal('REGISTRY_UNAVAILABLE', 'The registry cannot be searched now.') : page([])),
  );
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of a server' }), 'a{Enter}');
  expect(await screen.findByText('No server of the registry has this in its name.')).toBeTruthy();
  isDown = true;
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of a server' }), 'b{Enter}');
  expect(await screen.findByText(/The registry cannot be searched now\./)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Import from a file' }));
  expect(asksForFile).toBe(true);
});

test('a file is imported, and each server says what became of it', async () => {
  const sent = show(<ImportFromFile open onClose={nothing} />, () =>
    imported(registryServers.map((each) => ({ ...each, imported: each.importable }))),
  );
  const text = '{"servers":[]}';
  await userEvent.upload(screen.getByLabelText('File with servers'), new File([text], 'export.json'));
  expect(await screen.findByText('From export.json.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  expect((await screen.findByRole('status')).textContent).toContain('3 of 5 imported');
  expect(within(screen.getByRole('list')).getByText(/"oci"/)).toBeTruthy();
  expect(sent[0]?.variables).toEqual({ input: { document: text } });
});

test('nothing, too much and what is refused are told at the field', async () => {
  const sent = show(<ImportFromFile open onClose={nothing} />, () =>
    imported([], [{ path: ['document'], code: 'VALIDATION_FAILED', message: 'It is no JSON.', hint: null }]),
  );
  const submit = () => userEvent.click(screen.getByRole('button', { name: 'Import' }));
  await submit();
  expect(screen.getByText('Paste the description of a server, or choose a file.')).toBeTruthy();
  await userEvent.upload(screen.getByLabelText('File with servers'), new File(['x'.repeat(400_001)], 'big.json'));
  expect(await screen.findByText('The file is larger than 400 kB. Import it in parts.')).toBeTruthy();
  expect(sent).toEqual([]);
  await userEvent.type(screen.getByRole('textbox', { name: 'Description' }), 'x');
  await submit();
  expect(await screen.findByText('It is no JSON.')).toBeTruthy();
});
