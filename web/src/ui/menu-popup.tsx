import { Menu as Base } from '@base-ui/react/menu';
import { classNames } from './class-names.ts';
import type { MenuProps } from './menu-props.ts';

/** The menu itself; it opens as soon as it is there. */
export function MenuPopup({ trigger, actions, heading }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className="z-50">
          <Base.Popup className="min-w-52 rounded-card border border-line-2 bg-raised p-1 shadow-float outline-none">
            {heading}
            {actions.map((action, index) =>
              action === null ? (
                // oxlint-disable-next-line react/no-array-index-key -- lines have no identity
                <Base.Separator key={`line-${index}`} className="my-1 h-px bg-line" />
              ) : (
                <Base.Item
                  key={action.label}
                  disabled={typeof action.disabledReason === 'string'}
                  onClick={action.onSelect}
                  className={classNames(
                    'flex min-h-7 w-full cursor-pointer items-center gap-2 rounded-tag px-2 outline-none data-[highlighted]:bg-hover max-md:min-h-10',
                    action.danger === true && 'text-error',
                    typeof action.disabledReason === 'string' && 'cursor-not-allowed flex-wrap py-1 text-ink-3',
                  )}
                >
                  {action.icon}
                  {action.label}
                  {typeof action.disabledReason === 'string' ? (
                    <span className="w-full text-12">{action.disabledReason}</span>
                  ) : null}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
