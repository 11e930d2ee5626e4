import { Activity, BookOpen, Bot, House, Inbox, Lightbulb, MessageSquare, Store, Wrench } from 'lucide-react';

/** The pages of the rail and the tab bar, in order. */
export const NAVIGATION = [
  { to: '/', label: 'Home', icon: House, key: 'h' },
  { to: '/agents', label: 'Agents', icon: Bot, key: 'a' },
  { to: '/chat', label: 'Chat', icon: MessageSquare, key: 'c' },
  { to: '/runs', label: 'Runs', icon: Activity, key: 'r' },
  { to: '/waiting', label: 'Waiting for you', icon: Inbox, key: 'w' },
  { to: '/market', label: 'Marketplace', icon: Store, key: 'm' },
  { to: '/knowledge', label: 'Knowledge', icon: BookOpen, key: 'k' },
  { to: '/tools', label: 'Tools', icon: Wrench, key: 't' },
  { to: '/insights', label: 'Insights', icon: Lightbulb, key: 'i' },
] as const;
