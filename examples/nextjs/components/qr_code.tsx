'use client';
import { QRCodeSVG } from 'qrcode.react';

/** A QR code that a phone reads in the dark theme too. */
export function QrCode({ value, label }: { value: string; label: string }) {
  return (
    <div className="qr" data-value={value}>
      <QRCodeSVG value={value} size={208} marginSize={3} level="M" bgColor="#ffffff" fgColor="#1d1a16" title={label} />
    </div>
  );
}
