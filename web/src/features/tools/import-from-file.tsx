import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { importServers } from './import-servers.ts';
import type { RegistryServer } from './registry-document.ts';
import { RegistryList } from './registry-list.tsx';

interface ImportFromFileProps {
  open: boolean;
  onClose: () => void;
}

const MOST_BYTES = 400_000;

/** Brings tool servers from a `server.json` or an export of a registry: a machine without a network can have them too. */
export function ImportFromFile({ open, onClose }: ImportFromFileProps) {
  const client = useClient();
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [file, setFile] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [servers, setServers] = useState<readonly RegistryServer[] | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (next: string, from: string | null): void => {
    setText(next);
    setFile(from);
    setProblem(null);
    setServers(null);
  };
  const close = (): void => {
    change('', null);
    onClose();
  };
  const read = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    if (chosen.size <= MOST_BYTES) {
      change(await chosen.text(), chosen.name);
      return;
    }
    change('', null);
    setProblem('The file is larger than 400 kB. Import it in parts.');
  };
  const submit = async (): Promise<void> => {
    if (text.trim() === '') {
      setProblem('Paste the description of a server, or choose a file.');
      return;
    }
    setBusy(true);
    const done = await importServers(client, text);
    setBusy(false);
    if ('problem' in done) setProblem(done.problem);
    else setServers(done.servers);
  };
  const imported = servers?.filter((server) => server.imported).length ?? 0;

  return (
    <Dialog
      open={open}
      title="Import from a file"
      description="A server.json, a list of them, or an export of a registry. What you import is offered in the catalog; nothing runs yet."
      onClose={close}
      actions={
        <>
          <Button size={32} onClick={close}>
            Close
          </Button>
          <Button size={32} variant="primary" type="submit" form="import-servers" busy={busy}>
            Import
          </Button>
        </>
      }
    >
      <form
        id="import-servers"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          label="Description"
          hint={file === null ? 'As JSON, at most 400 kB.' : `From ${file}.`}
          error={problem ?? undefined}
        >
          {(parts) => (
            <TextArea
              {...parts}
              spellCheck={false}
              className="max-h-40 min-h-20 font-mono text-12"
              placeholder='{ "name": "io.github.somebody/server", … }'
              value={text}
              disabled={busy}
              onChange={(event) => change(event.target.value, null)}
            />
          )}
        </Field>
        <div>
          <input
            ref={picker}
            type="file"
            className="hidden"
            accept=".json,application/json"
            aria-label="File with servers"
            disabled={busy}
            onChange={(event) => {
              const { target } = event;
              // So that the same file, mended, can be chosen again.
              void read(target.files?.[0]).finally(() => {
                target.value = '';
              });
            }}
          />
          <Button size={32} onClick={() => picker.current?.click()}>
            Choose a file
          </Button>
        </div>
      </form>
      {servers === null ? null : (
        <>
          <p role="status" className="text-ink-2">
            {servers.length === 0
              ? 'There is no server in it.'
              : `${imported} of ${servers.length} imported. Connect them from the catalog.`}
          </p>
          {servers.length === 0 ? null : <RegistryList label="Servers of the file" servers={servers} />}
        </>
      )}
    </Dialog>
  );
}
