'use client';
import { QRCodeSVG } from 'qrcode.react';

interface Props {
  /** That of the mini-program, drawn by WeChat; empty where the backend has none. */
  picture?: string;
  /** What a QR code leads to instead. */
  url: string;
  label: string;
  isFaint?: boolean;
}

/** A code that a phone reads in the dark theme too. */
export function ScanCode({ picture, url, label, isFaint = false }: Props) {
  return (
    <div className={isFaint ? 'qr faded' : 'qr'} data-value={picture ? undefined : url}>
      {picture ? (
        <img src={picture} alt={label} width={224} height={224} />
      ) : (
        <QRCodeSVG value={url} size={208} marginSize={3} level="M" bgColor="#ffffff" fgColor="#1d1a16" title={label} />
      )}
    </div>
  );
}
