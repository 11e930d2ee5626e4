import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useClient, useQuery } from 'urql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { connectServer, type ServerValues, slugOf } from './server-setup.ts';
import { ToolServerOffersDocument } from './tools-document.ts';

interface ConnectServerProps {
  open: boolean;
  onClose: () => void;
  onConnected: (serverId: string) => void;
}

const EMPTY: ServerValues = { name: '', slug: '', url: '', key: '', offer: '' };

/** Connects a tool server: one that answers at an address, or a program that the operator of this installation allows. */
export function ConnectServer({ open, onClose, onConnected }: ConnectServerProps) {
  const client = useClient();
  const [{ data }] = useQuery({ query: ToolServerOffersDocument, pause: !open });
  const offers = data?.toolServerOffers ?? [];
  const { control, register, handleSubmit, formState, reset, setError, setValue } = useForm<ServerValues>({
    defaultValues: EMPTY,
  });
  const [problem, setProblem] = useState<string | null>(null);
  const [offer, slug] = useWatch({ control, name: ['offer', 'slug'] });
  const chosen = offers.find((entry) => entry.slug === offer);
  const close = (): void => {
    reset();
    setProblem(null);
    onClose();
  };
  const submit = handleSubmit(async (values) => {
    setProblem(null);
    const connected = await connectServer(client, values);
    if ('id' in connected) {
      close();
      onConnected(connected.id);
    } else if (connected.field === null) setProblem(connected.problem);
    else setError(connected.field, { message: connected.problem });
  });
  const nameChanged = (name: string): void => {
    if (!formState.dirtyFields.slug) setValue('slug', slugOf(name));
  };

  return (
    <Dialog
      open={open}
      title="Connect a tool server"
      description="It speaks MCP. Its tools appear when it has answered; agents may call those that you approve."
      onClose={close}
      actions={
        <>
          <Button size={32} onClick={close}>
            Cancel
          </Button>
          <Button size={32} variant="primary" type="submit" form="connect-server" busy={formState.isSubmitting}>
            Connect
          </Button>
        </>
      }
    >
      <form id="connect-server" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {offers.length === 0 ? null : (
          <Field label="Where it runs" hint={chosen?.description}>
            {(parts) => (
              <Select
                {...parts}
                options={[
                  { value: '', label: 'At an address' },
                  ...offers.map((entry) => ({ value: entry.slug, label: `${entry.name}, a program on this server` })),
                ]}
                {...register('offer', {
                  onChange: (event: { target: { value: string } }) => {
                    const name = offers.find((entry) => entry.slug === event.target.value)?.name;
                    if (name === undefined || formState.dirtyFields.name) return;
                    setValue('name', name);
                    nameChanged(name);
                  },
                })}
              />
            )}
          </Field>
        )}
        <Field label="Name" error={formState.errors.name?.message}>
          {(parts) => (
            <Input
              {...parts}
              maxLength={120}
              placeholder="Sales tools"
              {...register('name', {
                validate: (name) => name.trim() !== '' || 'A tool server needs a name.',
                onChange: (event: { target: { value: string } }) => nameChanged(event.target.value),
              })}
            />
          )}
        </Field>
        <Field
          label="Short name"
          hint={`Tools are called ${slug || 'sales-tools'}/name`}
          error={formState.errors.slug?.message}
        >
          {(parts) => (
            <Input
              {...parts}
              maxLength={63}
              {...register('slug', {
                validate: (value) =>
                  /^[a-z0-9][a-z0-9-]*$/.test(value.trim()) || 'Use lower case letters, digits and hyphens.',
              })}
            />
          )}
        </Field>
        {offer === '' ? (
          <>
            <Field label="Address" error={formState.errors.url?.message}>
              {(parts) => (
                <Input
                  {...parts}
                  type="url"
                  placeholder="https://tools.example.com/mcp"
                  {...register('url', {
                    validate: (url, { offer: program }) =>
                      program !== '' ||
                      URL.canParse(url.trim()) ||
                      'Enter an address such as https://tools.example.com/mcp.',
                  })}
                />
              )}
            </Field>
            <Field label="Key" hint="Sealed on the server and sent as a bearer token. Empty when it wants none.">
              {(parts) => <Input {...parts} type="password" autoComplete="off" {...register('key')} />}
            </Field>
          </>
        ) : null}
        {problem === null ? null : (
          <p role="alert" className="text-error">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}
