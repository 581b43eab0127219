export default async function LoginPage({ searchParams }) {
  const { error } = await searchParams;
  return (
    <form action="/auth/sign-in" method="post">
      {error && <p role="alert">对不起，出错了</p>}
      <button name="provider" value="wechat_qr">微信登录</button>
    </form>
  );
}
