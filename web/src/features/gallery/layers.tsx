import { Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Group, Line } from './group.tsx';

/** What floats takes the theme of the page. */
export function Layers() {
  const [dialog, setDialog] = useState(false);
  const [sheet, setSheet] = useState(false);
  return (
    <Group title="Menu, dialog, sheet">
      <Line>
        <Menu
          trigger={
            <button
              type="button"
              aria-label="More"
              className="grid size-7 place-items-center rounded-control hover:bg-hover"
            >
              <Ellipsis className="icon" aria-hidden="true" />
            </button>
          }
          actions={[
            { label: 'Duplicate', onSelect: () => undefined },
            { label: 'Publish', disabledReason: 'Blocked by 1 problem.', onSelect: () => undefined },
            null,
            {
              label: 'Delete',
              danger: true,
              icon: <Trash2 className="icon" aria-hidden="true" />,
              onSelect: () => undefined,
            },
          ]}
        />
        <Button onClick={() => setDialog(true)}>Open dialog</Button>
        <Button onClick={() => setSheet(true)}>Open sheet</Button>
      </Line>
      <Dialog
        open={dialog}
        title="Make version 6 live?"
        description="New runs use it at once. Your draft stays as it is."
        onClose={() => setDialog(false)}
        actions={
          <DialogActions onCancel={() => setDialog(false)} onAct={() => setDialog(false)}>
            Make live
          </DialogActions>
        }
      />
      <Sheet open={sheet} title="Refund policy 2026, p. 4" onClose={() => setSheet(false)}>
        <p className="p-4 text-14">
          <mark>Opened items</mark> are accepted between day 31 and day 45 against a fee of 15 % of the price paid.
        </p>
      </Sheet>
    </Group>
  );
}
