import { useConnection } from '../../graphql/connection.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { classNames } from '../../ui/class-names.ts';

/** The dot of the rail: tells at once, where the banner waits two seconds. */
export function ConnectionStatus({ compact }: { compact: boolean }) {
  const state = useConnection((connection) => connection.state);
  const lost = state === 'lost';
  const word = lost ? 'Reconnecting' : state === 'connecting' ? 'Connecting' : 'Connected';
  return (
    <div
      role="status"
      title={word}
      className={classNames('flex h-[30px] items-center gap-2.5 px-2 text-ink-2', compact && 'w-9 justify-center px-0')}
    >
      <StatusMark
        shape={lost ? 'retrying' : state === 'connecting' ? 'running' : 'succeeded'}
        className={lost ? 'text-warning' : state === 'connecting' ? 'text-running' : 'text-success'}
      />
      <span className={compact ? 'sr-only' : 'font-medium'}>{word}</span>
    </div>
  );
}
