import { useEffect, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useClient, useQuery } from 'urql';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import { problemLine } from '../../graphql/problem.ts';
import { ACCOUNT_CHOICES } from './account-choices.ts';
import { AddressField } from './address-field.tsx';
import { OfferFields } from './offer-fields.tsx';
import { OfferGallery } from './offer-gallery.tsx';
import { offerSettings } from './offer-settings.ts';
import { DocumentFields } from './document-fields.tsx';
import { argumentsFor } from './endpoint-document.ts';
import { EndpointFields } from './endpoint-fields.tsx';
import { originOf } from './origin-of.ts';
import { RemoveToolServerOfferDocument } from './registry-document.ts';
import {
  connectServer,
  type ServerSource,
  type ServerValues,
  slugOf,
  takesKey,
  takesOwnAccounts,
} from './server-setup.ts';
import type { TasServer } from './tas-document.ts';
import { TasFields } from './tas-fields.tsx';
import { type ServerOffer, ToolServerOffersDocument } from './tools-document.ts';
import { useSettled } from './use-settled.ts';

interface ConnectServerProps {
  open: boolean;
  onClose: () => void;
  onConnected: (serverId: string) => void;
}

const EMPTY: ServerValues = {
  source: 'MCP',
  name: '',
  slug: '',
  url: '',
  key: '',
  account: 'SHARED',
  offer: '',
  settings: {},
  document: '',
  tool: '',
  description: '',
  method: 'GET',
  endpoint: '',
  inputs: argumentsFor(''),
  body: '',
};

const KEY_HINTS: Record<ServerSource, string> = {
  MCP: 'Sealed on the server and sent as a bearer token. Empty when it wants none, or a sign-in.',
  OPENAPI: 'Sealed on the server and sent as the document says. Empty when it wants none.',
  HTTP_ENDPOINT: 'Sealed on the server and sent as a bearer token. Empty when it wants none.',
  TAS_MCP: 'Sealed on the server and sent as a bearer token. Empty when the TAS-MCP wants none, as by default.',
  TAS_BRIDGE: 'Sealed on the server and sent as a bearer token. Empty when it wants none, as by default.',
  OFFER: 'Sealed on the server and given to the program when it starts.',
};

/** Connects what has tools: an entry of the catalog, a server that speaks MCP, a system with a document, one request, or what speaks as TAS does. */
export function ConnectServer({ open, onClose, onConnected }: ConnectServerProps) {
  const client = useClient();
  const [search, setSearch] = useState('');
  const words = useSettled(search.trim());
  const [{ data, error }] = useQuery({
    query: ToolServerOffersDocument,
    variables: { search: words || null },
    pause: !open,
  });
  const offers = data?.toolServerOffers.edges.map(({ node }) => node);
  const [chosen, setChosen] = useState<ServerOffer>();
  const form = useForm<ServerValues>({ defaultValues: EMPTY });
  const { control, register, handleSubmit, formState, getValues, reset, setError, setValue } = form;
  const [problem, setProblem] = useState<string | null>(null);
  const [source, offer, slug, url, account] = useWatch({
    control,
    name: ['source', 'offer', 'slug', 'url', 'account'],
  });
  const origin = originOf(url);
  /** For which origin the key was typed; null = for no address yet. */
  const keyOrigin = useRef<string | null>(null);
  useEffect(() => {
    if (keyOrigin.current === null || keyOrigin.current === origin) return;
    keyOrigin.current = null;
    setValue('key', '');
  }, [origin, setValue]);
  const { settings, secret } = offerSettings(chosen?.settingsSchema);
  const close = (): void => {
    reset();
    setSearch('');
    setChosen(undefined);
    setProblem(null);
    onClose();
  };
  const submit = handleSubmit(async (values) => {
    setProblem(null);
    const connected = await connectServer(client, values, chosen);
    if ('id' in connected) {
      close();
      onConnected(connected.id);
    } else if (connected.field === null) setProblem(connected.problem);
    else setError(connected.field, { message: connected.problem });
  });
  const nameChanged = (name: string): void => {
    if (!formState.dirtyFields.slug) setValue('slug', slugOf(name));
  };
  const suggestName = (name: string): void => {
    if (formState.dirtyFields.name) return;
    setValue('name', name);
    nameChanged(name);
  };
  const remove = async (entry: ServerOffer): Promise<void> => {
    const removed = await client.mutation(RemoveToolServerOfferDocument, { input: { slug: entry.slug } }).toPromise();
    setProblem(removed.error === undefined ? null : problemLine(removed.error));
    if (removed.error !== undefined || entry.slug !== offer) return;
    setChosen(undefined);
    setValue('offer', '');
  };
  const choose = (entry: ServerOffer): void => {
    setProblem(null);
    setChosen(entry);
    setValue('key', '');
    setValue('offer', entry.slug);
    setValue('settings', {});
    suggestName(entry.name);
  };
  const chooseTas = (server: TasServer): void => {
    setProblem(null);
    setValue('url', server.url, { shouldValidate: true });
    suggestName(server.name);
  };

  return (
    <Dialog
      open={open}
      title="Connect a tool server"
      description="Its tools appear when it has answered; agents may call those that you approve."
      onClose={close}
      actions={
        <DialogActions onCancel={close} form="connect-server" busy={formState.isSubmitting}>
          Connect
        </DialogActions>
      }
    >
      <form id="connect-server" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label="What it is">
          {(parts) => (
            <Select
              {...parts}
              options={[
                { value: 'MCP', label: 'MCP server at an address' },
                { value: 'OFFER', label: 'Server of the catalog' },
                { value: 'OPENAPI', label: 'System with an OpenAPI document' },
                { value: 'HTTP_ENDPOINT', label: 'One HTTP request' },
                { value: 'TAS_MCP', label: 'Server of a TAS-MCP' },
                { value: 'TAS_BRIDGE', label: 'Bridge of TAS-MCP servers' },
              ]}
              {...register('source', {
                onChange: () => {
                  setProblem(null);
                  setValue('key', '');
                },
              })}
            />
          )}
        </Field>
        {source === 'OFFER' ? (
          <OfferGallery
            offers={offers}
            hasMore={data?.toolServerOffers.pageInfo.hasNextPage === true}
            problem={error === undefined ? null : problemLine(error)}
            search={search}
            chosen={offer}
            onSearch={setSearch}
            onChoose={choose}
            onRemove={(entry) => void remove(entry)}
          />
        ) : null}
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
        {source === 'MCP' ? <AddressField form={form} example="https://tools.example.com/mcp" /> : null}
        {source === 'TAS_BRIDGE' ? <AddressField form={form} example="https://bridge.example.com:8000" /> : null}
        {source === 'TAS_MCP' ? <TasFields form={form} onChoose={chooseTas} /> : null}
        {source === 'OPENAPI' ? <DocumentFields form={form} /> : null}
        {source === 'HTTP_ENDPOINT' ? <EndpointFields form={form} /> : null}
        {source === 'OFFER' ? (
          <OfferFields
            settings={settings}
            register={(setting, validate) => register(`settings.${setting}`, { validate })}
            problemOf={(setting) => formState.errors.settings?.[setting]?.message}
          />
        ) : null}
        {takesOwnAccounts(source, chosen) ? (
          <Field label="Account">
            {(parts) => <Select {...parts} options={ACCOUNT_CHOICES} {...register('account')} />}
          </Field>
        ) : null}
        {takesKey(source, chosen) ? (
          <Field
            label="Key"
            hint={
              source === 'OFFER'
                ? `${secret?.description} ${KEY_HINTS.OFFER}`
                : account === 'OWN'
                  ? 'Only reads the list of tools. Empty when people’s own accounts do that, too.'
                  : KEY_HINTS[source]
            }
          >
            {(parts) => (
              <Input
                {...parts}
                type="password"
                autoComplete="off"
                {...register('key', { onChange: () => (keyOrigin.current = originOf(getValues('url'))) })}
              />
            )}
          </Field>
        ) : null}
        <ProblemLine>{problem}</ProblemLine>
      </form>
    </Dialog>
  );
}
