import { Search } from 'lucide-react';
import { useState } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { useQuery } from 'urql';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { ServerValues } from './server-setup.ts';
import { federationOf } from './federation-of.ts';
import { type TasServer, TasServersDocument } from './tas-document.ts';
import { TasServerList } from './tas-server-list.tsx';
import { useSettled } from './use-settled.ts';

const EXAMPLE = 'https://tas.example.com';
const REGISTERED = /\/api\/v1\/federation\/servers\/[^/]+$/;

interface TasFieldsProps {
  form: UseFormReturn<ServerValues>;
  onChoose: (server: TasServer) => void;
}

/** One of the servers that are registered in a TAS-MCP: chosen from its list, or named by its address. */
export function TasFields({ form, onChoose }: TasFieldsProps) {
  const { control, register, formState, setError, clearErrors } = form;
  const url = useWatch({ control, name: 'url' }).trim();
  const [asked, setAsked] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const words = useSettled(search.trim());
  const [{ data, error, fetching, operation }, refetch] = useQuery({
    query: TasServersDocument,
    variables: { url: asked ?? '', search: words || null },
    pause: asked === null,
    requestPolicy: 'network-only',
  });
  const ask = (): void => {
    if (!URL.canParse(url)) {
      setError('url', { message: `Enter an address such as ${EXAMPLE}.` });
      return;
    }
    clearErrors('url');
    setSearch('');
    if (asked === url) refetch({ requestPolicy: 'network-only' });
    else setAsked(url);
  };
  // What was asked of another TAS-MCP is not offered for the address that stands there now.
  const isAsked = asked !== null && federationOf(url) === federationOf(asked);
  const isAnswered = isAsked && error === undefined && operation?.variables.url === asked;
  const found = isAnswered ? data?.tasServers : undefined;

  return (
    <>
      <Field
        label="Address"
        hint="Of the TAS-MCP, to choose one of its servers; or of the server in it."
        error={formState.errors.url?.message}
      >
        {(parts) => (
          <Input
            {...parts}
            type="url"
            placeholder={EXAMPLE}
            {...register('url', {
              validate: (address) =>
                (URL.canParse(address.trim()) && REGISTERED.test(new URL(address.trim()).pathname)) ||
                'Show the servers of the TAS-MCP and choose one.',
            })}
          />
        )}
      </Field>
      <div>
        <Button size={32} busy={fetching} onClick={ask}>
          Show its servers
        </Button>
      </div>
      {!isAsked ? null : error !== undefined && !fetching ? (
        <p role="alert" className="text-error">
          {problemLine(error)}
        </p>
      ) : (
        <Input
          aria-label="Search its servers"
          placeholder="Search its servers"
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      {found === undefined ? null : (
        <TasServerList
          servers={found.edges.map(({ node }) => node)}
          hasMore={found.pageInfo.hasNextPage}
          chosen={url}
          onChoose={onChoose}
        />
      )}
    </>
  );
}
