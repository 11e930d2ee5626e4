import { Ellipsis, Power, SlidersHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { ChangeSettings } from './change-settings.tsx';
import { offerSettings } from './offer-settings.ts';
import type { ToolServer } from './tools-document.ts';

const UpdateToolServerDocument = graphql(`
  mutation UpdateToolServer($input: UpdateToolServerInput!) {
    updateToolServer(input: $input) {
      toolServer {
        id
        enabled
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

const RemoveToolServerDocument = graphql(`
  mutation RemoveToolServer($input: RemoveToolServerInput!) {
    removeToolServer(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

interface ServerMenuProps {
  server: ToolServer;
  /** Null = the viewer may manage tools. */
  blocked: string | null;
  onChanged: () => void;
  onRemoved: () => void;
}

export function ServerMenu({ server, blocked, onChanged, onRemoved }: ServerMenuProps) {
  const [, update] = useMutation(UpdateToolServerDocument);
  const [, remove] = useMutation(RemoveToolServerDocument);
  const [asking, setAsking] = useState(false);
  const [changing, setChanging] = useState(false);
  const [busy, setBusy] = useState(false);
  const { settings, secret } = offerSettings(server.settingsSchema);
  const toolServerId = server.id;
  const switchIt = async (): Promise<void> => {
    const { data, error } = await update({ input: { toolServerId, enabled: !server.enabled } });
    const problem = error === undefined ? data?.updateToolServer.userErrors[0]?.message : problemLine(error);
    if (problem !== undefined) toast.error('The server was not changed', { description: problem });
  };
  const removeForGood = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await remove({ input: { toolServerId } });
    setBusy(false);
    setAsking(false);
    const [userError] = data?.removeToolServer.userErrors ?? [];
    if (error === undefined && userError === undefined) return onRemoved();
    const problem = error === undefined ? errorLine(userError) : problemLine(error);
    toast.error('The server was not removed', { description: problem });
  };
  return (
    <>
      <Menu
        trigger={
          <button type="button" aria-label="More" className={buttonClasses({ variant: 'ghost', icon: true })}>
            <Ellipsis className="icon" aria-hidden="true" />
          </button>
        }
        actions={[
          ...(settings.length === 0 && secret === null
            ? []
            : [
                {
                  label: 'Change settings',
                  icon: <SlidersHorizontal className="icon text-ink-3" aria-hidden="true" />,
                  disabledReason: blocked,
                  onSelect: () => setChanging(true),
                },
              ]),
          {
            label: server.enabled ? 'Turn off' : 'Turn on',
            icon: <Power className="icon text-ink-3" aria-hidden="true" />,
            disabledReason: blocked,
            onSelect: () => void switchIt(),
          },
          {
            label: 'Remove server',
            danger: true,
            icon: <Trash2 className="icon" aria-hidden="true" />,
            disabledReason: blocked,
            onSelect: () => setAsking(true),
          },
        ]}
      />
      {changing ? <ChangeSettings server={server} onChanged={onChanged} onClose={() => setChanging(false)} /> : null}
      <Dialog
        open={asking}
        title={`Remove ${server.name}?`}
        description="Its tools and their approvals go with it. No published agent may use them any more. Earlier runs keep their record."
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button size={32} onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button size={32} variant="danger" busy={busy} onClick={() => void removeForGood()}>
              Remove server
            </Button>
          </>
        }
      />
    </>
  );
}
