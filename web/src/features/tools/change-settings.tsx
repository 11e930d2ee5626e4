import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useClient } from 'urql';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { OfferFields } from './offer-fields.tsx';
import { offerSettings, settingsOf, typedOf } from './offer-settings.ts';
import { saveSettings } from './save-settings.ts';
import type { ToolServer } from './tools-document.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';

interface ChangeSettingsProps {
  server: ToolServer;
  onChanged: () => void;
  onClose: () => void;
}

interface SettingsValues {
  /** By name, as typed. */
  settings: Record<string, string>;
  /** Empty = the one that it has. */
  key: string;
}

/** Other settings for the program of an offer, and another key when one is typed. */
export function ChangeSettings({ server, onChanged, onClose }: ChangeSettingsProps) {
  const client = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  // What is shown: the server may be read again, with what somebody else has set, while the form is open.
  const [opened, setOpened] = useState(server);
  const [isStale, setStale] = useState(false);
  const { settings, secret } = offerSettings(server.settingsSchema);
  const { register, handleSubmit, formState, setError, reset, getValues } = useForm<SettingsValues>({
    defaultValues: { settings: typedOf(server.settings), key: '' },
  });
  const submit = handleSubmit(async ({ settings: typed, key }) => {
    setProblem(null);
    const saved = await saveSettings(client, opened, { settings: settingsOf(settings, typed), key });
    if (saved === null) {
      onChanged();
      onClose();
    } else if (settings.some(({ name }) => name === saved.setting))
      setError(`settings.${saved.setting}`, { message: saved.problem });
    else setProblem(saved.problem);
    if (saved?.isStale !== true) return;
    setStale(true);
    onChanged();
  });
  if (isStale && server.settingsRevision !== opened.settingsRevision) {
    setOpened(server);
    setStale(false);
  }
  useEffect(() => {
    reset({ settings: typedOf(opened.settings), key: getValues('key') });
  }, [opened, reset, getValues]);
  return (
    <Dialog
      open
      title={`Settings of ${server.name}`}
      description="The program starts anew with them. Its tools stay approved while their definitions stay as they are."
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} form="change-settings" busy={formState.isSubmitting}>
          Save
        </DialogActions>
      }
    >
      <form id="change-settings" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <OfferFields
          settings={settings}
          register={(name, validate) => register(`settings.${name}`, { validate })}
          problemOf={(name) => formState.errors.settings?.[name]?.message}
        />
        {secret === null ? null : (
          <Field label="Key" hint={`${secret.description} Empty keeps the one that it has.`}>
            {(parts) => <Input {...parts} type="password" autoComplete="off" {...register('key')} />}
          </Field>
        )}
        <ProblemLine>{problem}</ProblemLine>
      </form>
    </Dialog>
  );
}
