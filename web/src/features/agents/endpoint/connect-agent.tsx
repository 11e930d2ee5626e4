import { useNavigate } from '@tanstack/react-router';
import { Globe } from 'lucide-react';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { Button } from '../../../ui/button.tsx';
import { DialogActions } from '../../../ui/dialog-actions.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { ProblemLine } from '../../../ui/problem-line.tsx';
import { Select } from '../../../ui/select.tsx';
import { useCreateAgent } from '../use-create-agent.ts';
import { endpointSpec, PROTOCOLS, protocolOf } from './protocols.ts';

const EMPTY = { name: '', protocol: 'rest', url: '' };

/** Makes an agent of something that answers at an address, and opens it. */
export function ConnectAgent() {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const { problem, refuse, create } = useCreateAgent();
  const { control, register, handleSubmit, formState, reset } = useForm({ defaultValues: EMPTY });
  const chosen = protocolOf(useWatch({ control, name: 'protocol' }));
  const close = (): void => {
    reset();
    refuse(null);
    setOpen(false);
  };
  const submit = handleSubmit(async ({ name, protocol, url }) => {
    const found = protocolOf(protocol);
    if (found === undefined) return;
    const agentId = await create({ name: name.trim(), spec: endpointSpec(found, url.trim(), name.trim()) });
    if (agentId === null) return;
    close();
    await navigate({ to: '/agents/$agentId', params: { agentId }, search: { tab: 'configure' } });
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Globe className="icon-s" aria-hidden="true" />
        <span className="max-md:sr-only">Connect agent</span>
      </Button>
      <Dialog
        open={open}
        title="Connect an agent"
        description="Something that already answers elsewhere becomes an agent here, with the same runs, tests and rights."
        onClose={close}
        actions={
          <DialogActions onCancel={close} form="connect-agent" busy={formState.isSubmitting}>
            Connect
          </DialogActions>
        }
      >
        <form id="connect-agent" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          <Field label="Name" error={formState.errors.name?.message}>
            {(parts) => (
              <Input
                {...parts}
                maxLength={120}
                placeholder="Order desk"
                {...register('name', { validate: (name) => name.trim() !== '' || 'An agent needs a name.' })}
              />
            )}
          </Field>
          <Field label="Speaks">
            {(parts) => (
              <Select
                {...parts}
                options={PROTOCOLS.map(({ value, label }) => ({ value, label }))}
                {...register('protocol')}
              />
            )}
          </Field>
          <Field label="Address" hint={`${chosen?.address}.`} error={formState.errors.url?.message}>
            {(parts) => (
              <Input
                {...parts}
                type="url"
                placeholder={chosen?.example}
                {...register('url', {
                  validate: (url) => URL.canParse(url.trim()) || `Enter an address such as ${chosen?.example}.`,
                })}
              />
            )}
          </Field>
          <ProblemLine>{problem}</ProblemLine>
        </form>
      </Dialog>
    </>
  );
}
