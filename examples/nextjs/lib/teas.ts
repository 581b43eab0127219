// What is sold. The mini-program asks /api/teas for it.
import type { Language } from './words';

export interface Tea {
  id: string;
  name: Record<Language, string>;
  note: Record<Language, string>;
  /** In yuan. */
  price: number;
  /** Of the tea in the cup. */
  colour: string;
}

export const teas: readonly Tea[] = [
  {
    id: 'longjing', price: 38, colour: '#b9bf5a',
    name: { en: 'Longjing', zh: '西湖龙井' },
    note: { en: 'Green; chestnut and fresh beans', zh: '绿茶，栗香与豆香' },
  },
  {
    id: 'silver-needle', price: 52, colour: '#e3cd8a',
    name: { en: 'Silver Needle', zh: '白毫银针' },
    note: { en: 'White; honey and melon', zh: '白茶，蜜香清甜' },
  },
  {
    id: 'tieguanyin', price: 42, colour: '#d9a83c',
    name: { en: 'Tieguanyin', zh: '安溪铁观音' },
    note: { en: 'Oolong; orchid and cream', zh: '乌龙，兰香与奶韵' },
  },
  {
    id: 'dahongpao', price: 58, colour: '#b8621f',
    name: { en: 'Da Hong Pao', zh: '大红袍' },
    note: { en: 'Rock oolong; roast and cocoa', zh: '岩茶，焙火与可可香' },
  },
  {
    id: 'jasmine', price: 32, colour: '#d8c56b',
    name: { en: 'Jasmine Pearls', zh: '茉莉龙珠' },
    note: { en: 'Green, scented with flowers', zh: '绿茶，茉莉窨制' },
  },
  {
    id: 'puer', price: 46, colour: '#5c2410',
    name: { en: 'Aged Pu’er', zh: '陈年普洱' },
    note: { en: 'Dark; wood and dates', zh: '黑茶，木香与枣香' },
  },
];
