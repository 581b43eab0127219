export default {
  pages: ['pages/index/index', 'pages/launch/launch', 'pages/mini_login/index'],
  window: { navigationBarTitleText: 'Hufu', navigationBarBackgroundColor: '#f7f4ee', navigationBarTextStyle: 'black' },
};
