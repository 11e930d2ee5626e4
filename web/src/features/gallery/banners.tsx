import { CircleAlert, History, WifiOff } from 'lucide-react';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.tsx';
import { Group, Line } from './group.tsx';

export function Banners() {
  return (
    <Group title="Toasts and bars">
      <Line>
        <Button
          onClick={() => toast.success('Version 8 is live', { description: 'Runs that are under way keep version 7.' })}
        >
          Toast
        </Button>
        <Button
          onClick={() =>
            toast.error('Could not publish', { description: 'The gate suite has 1 failed case. req_8f21' })
          }
        >
          Error toast
        </Button>
      </Line>
      <Banner
        tone="warning"
        icon={<WifiOff className="icon" aria-hidden="true" />}
        actions={<Button size={24}>Retry now</Button>}
      >
        <b className="font-semibold">Offline.</b> What you see stays.
      </Banner>
      <Banner
        tone="info"
        icon={<History className="icon" aria-hidden="true" />}
        actions={<Button size={24}>Back to draft</Button>}
      >
        You are reading version 6. Live is version 7.
      </Banner>
      <Banner
        tone="error"
        icon={<CircleAlert className="icon" aria-hidden="true" />}
        actions={<Button size={24}>Compare</Button>}
      >
        Jonas saved revision 43 while you were editing.
      </Banner>
    </Group>
  );
}
