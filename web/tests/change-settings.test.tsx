import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test, vi } from 'vitest';
import { ChangeSettings } from '../src/features/tools/change-settings.tsx';
import type { ToolServer } from '../src/features/tools/tools-document.ts';

afterEach(cleanup);

const server = {
  id: 'tsv_1',
  slug: 'notes',
  name: 'Notes',
  settings: { folders: ['/a', '/b'] },
  settingsRevision: 3,
  settingsSchema: {
    type: 'object',
    properties: {
      folders: { type: 'array', items: { type: 'string' }, description: 'Folders.' },
      NOTES_KEY: { type: 'string', writeOnly: true, description: 'The key.' },
    },
    required: ['folders', 'NOTES_KEY'],
  },
} as unknown as ToolServer;

/** Opens the form on a server that answers each operation; what was sent is kept. */
function open(answers: Record<string, unknown>) {
  const sent: Record<string, unknown>[] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_, init) => {
      const { operationName, variables } = JSON.parse(String(init?.body)) as {
        operationName: string;
        variables: { input: Record<string, unknown> };
      };
      sent.push({ operationName, ...variables.input });
      return Response.json({ data: answers[operationName] });
    },
  });
  const [onChanged, onClose] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const form = (current: ToolServer) => (
    <Provider value={client}>
      <ChangeSettings server={current} onChanged={onChanged} onClose={onClose} />
    </Provider>
  );
  const { rerender } = render(form(server));
  return { sent, onChanged, onClose, readAgain: (current: ToolServer) => rerender(form(current)) };
}

const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }));

test('what is set is shown, and a key that is not typed is not sent', async () => {
  const { sent, onClose } = open({
    SaveToolServerSettings: { updateToolServer: { toolServer: null, userErrors: [] } },
  });
  const folders = screen.getByRole('textbox', { name: 'folders' });
  expect(folders).toHaveProperty('value', '/a\n/b');
  await userEvent.type(folders, '\n/c');
  await save();
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent).toEqual([
    {
      operationName: 'SaveToolServerSettings',
      toolServerId: 'tsv_1',
      settings: { folders: ['/a', '/b', '/c'] },
      expectedSettingsRevision: 3,
    },
  ]);
});

test('a key of settings that are refused is not left behind, and the setting says what is wrong', async () => {
  const refusal = { path: ['settings', 'folders'], code: 'VALIDATION_FAILED', message: 'Not that folder.', hint: null };
  const { sent, onClose } = open({
    StoreKey: { storeCredential: { credential: { id: 'crd_9' }, userErrors: [] } },
    SaveToolServerSettings: { updateToolServer: { toolServer: null, userErrors: [refusal] } },
    DiscardKey: { deleteCredential: { deletedId: 'crd_9' } },
  });
  await userEvent.type(screen.getByLabelText('Key'), 'secret');
  await save();
  expect(await screen.findByText('Not that folder.')).toBeTruthy();
  expect(sent.map(({ operationName }) => operationName)).toEqual(['StoreKey', 'SaveToolServerSettings', 'DiscardKey']);
  expect(sent[1]).toMatchObject({ credentialId: 'crd_9' });
  expect(onClose).not.toHaveBeenCalled();
});

test('who was overtaken is told, and the settings are read again', async () => {
  const stale = {
    path: ['expectedSettingsRevision'],
    code: 'STALE_REVISION',
    message: 'Somebody was first.',
    hint: null,
  };
  const { onChanged, onClose } = open({
    SaveToolServerSettings: { updateToolServer: { toolServer: null, userErrors: [stale] } },
  });
  await save();
  expect((await screen.findByRole('alert')).textContent).toContain('Somebody was first.');
  expect(onChanged).toHaveBeenCalled();
  expect(onClose).not.toHaveBeenCalled();
});

test('settings that somebody else has changed meanwhile are shown before they can be overwritten', async () => {
  const userErrors = [{ path: ['expectedSettingsRevision'], code: 'STALE_REVISION', message: 'Too late.', hint: null }];
  const { sent, readAgain } = open({
    StoreKey: { storeCredential: { credential: { id: 'crd_9' }, userErrors: [] } },
    SaveToolServerSettings: { updateToolServer: { toolServer: null, userErrors } },
    DiscardKey: { deleteCredential: { deletedId: 'crd_9' } },
  });
  const folders = screen.getByRole('textbox', { name: 'folders' });
  await userEvent.type(folders, '\n/c');
  await userEvent.type(screen.getByLabelText('Key'), 'secret');
  readAgain({ ...server, settings: { folders: ['/z'] }, settingsRevision: 4 });
  expect(folders).toHaveProperty('value', '/a\n/b\n/c');
  await save();
  await vi.waitFor(() => expect(folders).toHaveProperty('value', '/z'));
  expect(screen.getByLabelText('Key')).toHaveProperty('value', 'secret');
  await save();
  const saves = () => sent.filter(({ operationName }) => operationName === 'SaveToolServerSettings');
  await vi.waitFor(() => expect(saves()).toHaveLength(2));
  expect(saves()).toMatchObject([
    { settings: { folders: ['/a', '/b', '/c'] }, expectedSettingsRevision: 3 },
    { settings: { folders: ['/z'] }, expectedSettingsRevision: 4 },
  ]);
});
