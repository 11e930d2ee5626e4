import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { ConnectServer } from '../src/features/tools/connect-server.tsx';
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
      return Response.json(await answer(request));
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

test('the next servers are those of what was asked; the same words ask again', async () => {
  const sent = show(<FindInRegistry open onClose={nothing} onImportFile={nothing} />, () =>
    page(registryServers, 'more'),
  );
  const words = screen.getByRole('textbox', { name: 'Name of a server' });
  await userEvent.type(words, 'maps{Enter}');
  await screen.findByRole('list', { name: 'Found servers' });
  await userEvent.type(words, ' of rome');
  await userEvent.click(screen.getByRole('button', { name: 'Next servers' }));
  await expect.poll(() => sent.at(-1)?.variables).toEqual({ search: 'maps', after: 'more' });
  await userEvent.type(words, '{Enter}');
  await expect.poll(() => sent.at(-1)?.variables).toEqual({ search: 'maps of rome', after: null });
  expect(sent).toHaveLength(3);
  await screen.findByRole('list', { name: 'Found servers' });
  await userEvent.type(words, '{Enter}');
  await expect.poll(() => sent.length).toBe(4);
  expect(sent[3]?.variables).toEqual({ search: 'maps of rome', after: null });
});

test('of several versions of one server the one that can be had is imported', async () => {
  const [maps] = registryServers.filter((each) => each.importable && !each.imported);
  if (maps === undefined) throw new Error('There is none.');
  const older = { ...maps, version: '0.0.1', importable: false, server: { older: true } };
  const sent = show(<FindInRegistry open onClose={nothing} onImportFile={nothing} />, ({ operationName }) =>
    operationName === 'RegistryServers' ? page([older, maps]) : imported([{ ...maps, imported: true }]),
  );
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of a server' }), 'a{Enter}');
  const list = await screen.findByRole('list', { name: 'Found servers' });
  await userEvent.click(within(list).getByRole('button', { name: `Import ${maps.title}` }));
  await expect.poll(() => within(list).getAllByText('Imported').length).toBe(1);
  expect(sent[1]?.variables).toEqual({ input: { document: maps.server } });
});

test('the catalog is searched when somebody has typed, and an offer is removed when they confirm', async () => {
  const offer = {
    slug: 'io.example/x',
    name: 'X',
    description: 'X',
    kind: 'MCP',
    transport: 'HTTP',
    settingsSchema: { type: 'object', properties: {} },
    connected: false,
    imported: true,
    version: '1.0.0',
    unavailableReason: null,
  };
  const sent = show(<ConnectServer open onClose={nothing} onConnected={nothing} />, ({ operationName }) =>
    operationName === 'ToolServerOffers'
      ? { data: { toolServerOffers: { edges: [{ node: offer }], pageInfo: { hasNextPage: false } } } }
      : { data: { removeToolServerOffer: { deletedId: offer.slug, userErrors: [] } } },
  );
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'What it is' }), 'OFFER');
  await userEvent.type(screen.getByRole('textbox', { name: 'Search the catalog' }), 'weather');
  await expect.poll(() => sent.at(-1)?.variables).toEqual({ search: 'weather' });
  expect(sent).toHaveLength(2);
  const remove = () => userEvent.click(screen.getByRole('button', { name: 'Remove X from the catalog' }));
  await screen.findByRole('button', { name: 'Remove X from the catalog' });
  await remove();
  await userEvent.click(screen.getByRole('button', { name: 'Keep' }));
  await remove();
  expect(sent).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
  await expect.poll(() => sent.at(-1)?.operationName).toBe('RemoveToolServerOffer');
  expect(sent.at(-1)?.variables).toEqual({ input: { slug: offer.slug } });
});

test('a file that is too large takes the place of the one before, and the same one can be chosen again', async () => {
  const sent = show(<ImportFromFile open onClose={nothing} />, () => imported([]));
  const picker = screen.getByLabelText<HTMLInputElement>('File with servers');
  await userEvent.upload(picker, new File(['{"servers":[]}'], 'export.json'));
  await screen.findByText('From export.json.');
  expect(picker.files).toHaveLength(0);
  await userEvent.upload(picker, new File(['x'.repeat(400_001)], 'big.json'));
  expect(await screen.findByText('The file is larger than 400 kB. Import it in parts.')).toBeTruthy();
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Description' }).value).toBe('');
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  expect(sent).toEqual([]);
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

test('nothing can be changed while it is imported', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  show(<ImportFromFile open onClose={nothing} />, () => promise);
  const text = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Description' });
  await userEvent.type(text, 'x');
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  expect(text.disabled).toBe(true);
  resolve(imported([]));
  expect((await screen.findByRole('status')).textContent).toContain('There is no server in it.');
  expect(text.disabled).toBe(false);
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
